/** Why people come, by specialization. */
export const REASONS: Record<string, readonly string[]> = {
  cardiology: [
    "My heart stumbles when I lie down.",
    "Blood pressure is high in spite of the tablets.",
    "Check-up after the stent.",
    "Short of breath on the stairs.",
  ],
  dermatology: [
    "A mole on my back has changed.",
    "Itching rash on both arms.",
    "Yearly skin check.",
  ],
  pediatrics: [
    "Cough for two weeks.",
    "Yearly check-up.",
    "Second vaccination.",
    "Does not sleep.",
  ],
  orthopedics: ["Knee hurts after running.", "Shoulder since the fall.", "Back pain when sitting."],
  "family-medicine": [
    "Results of the blood test.",
    "Cold that does not go away.",
    "Need a certificate for work.",
    "Tired all the time.",
  ],
  neurology: ["Migraine three times a month.", "Numb fingers at night.", "Dizzy when I turn."],
  "internal-medicine": [
    "Blood sugar is out of range.",
    "Snoring, and tired in the morning.",
    "Thyroid check.",
  ],
  gynecology: ["Yearly check-up.", "Pain that comes every month.", "Question about the pill."],
  ophthalmology: ["I see worse in the dark.", "Yearly eye check for diabetes.", "Dry eyes."],
  psychiatry: ["I cannot switch off.", "Continuing from last time.", "Panic on the subway."],
};

export const DECLINED = [
  "Please see your family doctor first and bring the referral.",
  "I have to be somewhere else at that time. Please choose another one.",
  "This needs a longer visit: please book “New patient”.",
] as const;

export const CANCELED_BY_PATIENT = [
  null,
  "I feel better already.",
  "Something came up at work.",
  "I am traveling that day.",
] as const;

export const CANCELED_BY_DOCTOR = [
  "I am ill today. We will call you about a new time.",
  "An emergency came between. I am sorry.",
] as const;
