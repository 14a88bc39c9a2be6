/** Why a head of the audit trail cannot be signed or read, as sentences for the operator. */
export class TrailProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TrailProblem";
  }
}
