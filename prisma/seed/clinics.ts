/** The two places where the demo's doctors work, an ocean and six clock hours apart. */
export const CLINICS = {
  newYork: {
    name: "Hudson Square Medical Center",
    address: "180 Varick Street, New York, NY 10014, United States",
    phone: "+1 212 555 0140",
    timeZone: "America/New_York",
    streets: ["Bleecker Street", "Hudson Street", "Prince Street", "W 4th Street", "Spring Street"],
    /** From the numbers that are kept for fiction. */
    phones: "+1 212 555 01",
    insurers: ["Hudson Health Plan", "Empire Mutual", "Liberty Care"],
  },
  berlin: {
    name: "Praxis am Landwehrkanal",
    address: "Paul-Lincke-Ufer 40, 10999 Berlin, Germany",
    phone: "+49 30 23125 100",
    timeZone: "Europe/Berlin",
    streets: ["Graefestraße", "Oranienstraße", "Sonnenallee", "Bergmannstraße", "Reuterstraße"],
    phones: "+49 30 23125 7",
    insurers: ["Nordstern Krankenkasse", "Spree BKK", "Havelland Versicherung"],
  },
} as const;

export type ClinicKey = keyof typeof CLINICS;
