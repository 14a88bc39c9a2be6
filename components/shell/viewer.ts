/** Who looks at a page, as far as drawing the shell needs it. It opens nothing. */
export interface Viewer {
  name: string;
  role: "patient" | "doctor" | "admin";
}
