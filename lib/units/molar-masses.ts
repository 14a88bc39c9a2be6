/** What turns the mass of a substance into an amount of it. */
export interface Substance {
  /** In g/mol. */
  molarMass: number;
  /** Of an ion: how many equivalents are a mole. */
  charge?: number;
}

// By LOINC code, of tests that measure one chemical substance in blood, serum or plasma, as a mass or as an amount.
// Left out are mixtures (triglycerides, proteins) and tests whose laboratories disagree about what they count:
// phosphate (as phosphorus or not), urea (as nitrogen or not), hemoglobin (chain or whole), total CO2.
const CREATININE = { molarMass: 113.12 };
const GLUCOSE = { molarMass: 180.156 };
const CHOLESTEROL = { molarMass: 386.65 };
const BILIRUBIN = { molarMass: 584.66 };
const URATE = { molarMass: 168.11 };
const CALCIUM = { molarMass: 40.078, charge: 2 };
const MAGNESIUM = { molarMass: 24.305, charge: 2 };
const SODIUM = { molarMass: 22.99, charge: 1 };
const POTASSIUM = { molarMass: 39.098, charge: 1 };
const CHLORIDE = { molarMass: 35.45, charge: 1 };
const IRON = { molarMass: 55.845 };

const SUBSTANCES = new Map<string, Substance>(
  Object.entries({
    ...{ "2160-0": CREATININE, "14682-9": CREATININE },
    ...{ "2345-7": GLUCOSE, "14749-6": GLUCOSE, "2339-0": GLUCOSE, "15074-8": GLUCOSE },
    ...{ "1558-6": GLUCOSE, "14771-0": GLUCOSE },
    ...{ "2093-3": CHOLESTEROL, "14647-2": CHOLESTEROL, "2085-9": CHOLESTEROL },
    ...{ "14646-4": CHOLESTEROL, "2089-1": CHOLESTEROL, "13457-7": CHOLESTEROL },
    ...{ "18262-6": CHOLESTEROL, "22748-8": CHOLESTEROL, "39469-2": CHOLESTEROL },
    ...{ "1975-2": BILIRUBIN, "14631-6": BILIRUBIN, "3084-1": URATE, "14933-6": URATE },
    ...{ "17861-6": CALCIUM, "2000-8": CALCIUM, "19123-9": MAGNESIUM, "2601-3": MAGNESIUM },
    ...{ "2951-2": SODIUM, "2823-3": POTASSIUM, "2075-0": CHLORIDE },
    ...{ "2498-4": IRON, "14798-3": IRON },
  }),
);

/** Returns the substance that a test measures, where that is certain. */
export const substanceOf = (loinc: string | null): Substance | null =>
  (loinc === null ? null : SUBSTANCES.get(loinc)) ?? null;
