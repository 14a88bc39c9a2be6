/** An emergency access that is still open. */
export interface OpenAccess {
  patientId: string;
  name: string;
  expiresAt: string;
}
