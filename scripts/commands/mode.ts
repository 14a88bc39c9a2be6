const MODES = ["start", "dev", "serve"] as const;

/** The command that the server was started with. */
export type Mode = (typeof MODES)[number];

export const isMode = (name: string | undefined): name is Mode =>
  MODES.some((mode) => mode === name);
