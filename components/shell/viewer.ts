/** Who looks at a page, as far as drawing the shell needs it. It opens nothing. */
export interface Viewer {
  name: string;
  role: "patient" | "doctor" | "admin";
  /** A doctor whom nobody has verified yet. */
  applicant?: boolean;
}
