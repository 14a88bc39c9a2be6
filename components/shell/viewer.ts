/** Who looks at a page, as far as drawing the shell needs it. It opens nothing. */
export interface Viewer {
  name: string;
  role: "patient" | "doctor" | "admin";
  /** A doctor whom nobody has verified yet. */
  applicant?: boolean;
  /** A user who needs a second factor first, so that the portal opens nothing to them. */
  held?: boolean;
  /** The account was used on a new device, and the user has not looked at it. */
  newDevice?: boolean;
}
