const MINUTE = 60_000;

/** Bounds how many lines are written, so that a flood cannot fill the disk. */
export class LineLimit {
  readonly #limits: { each: number; all: number };
  readonly #counts = new Map<string, number>();
  #minute = 0;
  #written = 0;
  #leftOut = 0;

  /** @param limits how many lines a minute may have: of `each` key, and of `all` together. */
  constructor(limits: { each: number; all: number }) {
    this.#limits = limits;
  }

  /**
   * Counts a line.
   *
   * @returns how many lines were left out since the last one that was written; null to leave this one out.
   */
  take(key: string, now: Date): number | null {
    const minute = Math.floor(now.getTime() / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#written = 0;
      this.#counts.clear();
    }
    const count = this.#counts.get(key) ?? 0;
    if (this.#written >= this.#limits.all || count >= this.#limits.each) {
      this.#leftOut++;
      return null;
    }
    this.#counts.set(key, count + 1);
    this.#written++;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut;
  }
}
