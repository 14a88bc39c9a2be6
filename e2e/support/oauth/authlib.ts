import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Debian's own; another Python does not see its packages. */
const PYTHON = "/usr/bin/python3";

const isThere = () => run(PYTHON, ["-c", "import authlib, requests"]);

/** Whether python3-authlib is here, or could be installed (as root on Debian or Ubuntu). */
export function findOrInstallAuthlib(): boolean {
  if (isThere()) return true;
  if (process.getuid?.() !== 0) return false;
  const packages = ["python3-authlib", "python3-requests"];
  const install = () =>
    run("apt-get", ["-y", "-q", "--no-install-recommends", "install", ...packages]);
  if (!install()) {
    run("apt-get", ["-q", "update"]);
    install();
  }
  return isThere();
}

function run(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { env, stdio: "ignore", timeout: 120_000 }).status === 0;
}

/** Starts the program of authlib-app.py: it says a line, is told one, and says another. */
export function startAuthlibApp(baseURL: string, redirectUri: string) {
  const child = spawn(PYTHON, [join(import.meta.dirname, "authlib-app.py"), baseURL, redirectUri], {
    env: { ...process.env, AUTHLIB_INSECURE_TRANSPORT: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    says: async (): Promise<string> => {
      const { value, done } = await lines.next();
      if (done) throw new Error("The program has ended");
      return value;
    },
    tell: (line: string) => child.stdin.write(`${line}\n`),
    stop: () => child.kill(),
  };
}
