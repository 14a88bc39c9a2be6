/** The part of the library that Slotwell uses; the package brings no types. */
declare module "@lhncbc/ucum-lhc" {
  interface ParsedUnit {
    readonly magnitude_: number;
    readonly dim_: { readonly dimVec_: readonly number[] | null } | null;
    readonly isArbitrary_: boolean;
    readonly isSpecial_: boolean;
    /** How often amounts of substance, and of charge, occur in it. */
    readonly moleExp_: number;
    readonly equivalentExp_: number;
  }

  interface Conversion {
    status: "succeeded" | "failed" | "error";
    toVal: number | null;
  }

  export class UcumLhcUtils {
    static getInstance(): UcumLhcUtils;
    getSpecifiedUnit(
      code: string,
      context: "validate",
    ): { unit: ParsedUnit | null; retMsg: readonly string[] };
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options: { molecularWeight?: number | undefined; charge?: number | undefined },
    ): Conversion;
  }
}
