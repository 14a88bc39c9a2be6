// The rules that need no types; .oxlintrc.json has those that do. No comment in the code can switch a
// rule off (`noInlineConfig`, `no-warning-comments`): an exception is written in these two files, with
// its reason, where a reviewer sees all of them.
import next from "eslint-config-next/core-web-vitals";
import { defineConfig, globalIgnores } from "eslint/config";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

const bannedSyntax = [
  {
    selector: "MemberExpression[property.name=/^\\$(queryRaw|executeRaw)Unsafe$/]",
    message: "SQL is written as a tagged template ($queryRaw`…`), so that values are parameters.",
  },
  {
    selector: "MemberExpression[object.name='Prisma'][property.name='raw']",
    message: "Prisma.raw() puts text into SQL unescaped; use Prisma.sql`…` or Prisma.join().",
  },
  {
    selector:
      "JSXAttribute[name.name='dangerouslySetInnerHTML'], Property[key.name='dangerouslySetInnerHTML']",
    message: "React escapes text; markup is built from elements.",
  },
  {
    selector:
      ":matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression)" +
      "[source.value=/^[.#]/]:not([source.value=/\\.(ts|tsx|js|mjs|json|css|svg|png)$/])",
    message: "Write the file extension: Node runs these files as they are.",
  },
];

const environmentOnlyInEnv = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "The environment is read and checked in lib/env.ts alone; import `env` from there.",
  },
  {
    selector: "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier",
    message: "The environment is read and checked in lib/env.ts alone; import `env` from there.",
  },
];

const clockAndChance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "A rule is pure: `now` is an argument.",
  },
  {
    selector: ":matches(NewExpression, CallExpression)[callee.name='Date'][arguments.length=0]",
    message: "A rule is pure: `now` is an argument.",
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: "A rule is pure: `now` is an argument.",
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: "A rule is pure: `now` is an argument.",
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "A rule is pure: chance is an argument.",
  },
  {
    selector: "MemberExpression[property.name=/^(randomUUID|getRandomValues|randomBytes)$/]",
    message: "A rule is pure: chance is an argument.",
  },
];

// The accessibility plugin is the very instance that eslint-config-next registered.
const accessibility = next.find((config) => config.plugins?.["jsx-a11y"])?.plugins?.["jsx-a11y"];
const { strict } = /** @type {Record<string, import("eslint").Linter.Config>} */ (
  accessibility && "flatConfigs" in accessibility && accessibility.flatConfigs
);
if (!strict?.rules) throw new Error("eslint-config-next no longer brings eslint-plugin-jsx-a11y");

/** Where React and Next.js are used. Their rules compile each file, which takes half a minute for all. */
const REACT = [
  "{app,components}/**/*.{ts,tsx}",
  "lib/{auth,web}/**/*.ts",
  "**/*.tsx",
  "*.{js,mjs,ts}",
];

export default defineConfig(
  globalIgnores([
    ".next*/",
    ".data/",
    "lib/generated/",
    "next-env.d.ts",
    "playwright-report/",
    "public/",
    "test-results/",
  ]),
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" },
  },
  ...next.map((config) => (config.plugins || config.rules ? { ...config, files: REACT } : config)),
  { name: "accessibility", files: REACT, rules: strict.rules },
  {
    name: "regular expressions take linear time",
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": "error",
      "regexp/no-super-linear-move": "error",
    },
  },
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    name: "slotwell",
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-warning-comments": [
        "error",
        { terms: ["eslint-disable", "oxlint-disable", "@ts-nocheck"], location: "anywhere" },
      ],
      "no-restricted-syntax": ["error", ...bannedSyntax, ...environmentOnlyInEnv],
      "object-shorthand": "error",
      "prefer-template": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { ignoreRestSiblings: true, argsIgnorePattern: "^_" },
      ],
      // Both forms are good; a choice between them is no reason to fail a build.
      "@typescript-eslint/consistent-type-definitions": "off",
    },
  },
  {
    name: "pure files take the time and chance as arguments",
    files: ["lib/**/{rules,schema,views,windows}.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...bannedSyntax,
        ...environmentOnlyInEnv,
        ...clockAndChance,
      ],
    },
  },
  {
    name: "files that stand at the edge of the process read its environment",
    files: [
      "lib/env.ts",
      "scripts/**/*.mjs",
      "scripts/{test,steps,browser}.ts",
      "lib/testing/**",
      "e2e/support/**",
      "*.config.{js,ts}",
      ".dependency-cruiser.js",
    ],
    rules: { "no-restricted-syntax": ["error", ...bannedSyntax] },
  },
  {
    name: "scripts speak to a terminal",
    files: ["scripts/**"],
    rules: { "no-console": "off" },
  },
  {
    name: "`use` in Playwright fixtures is no React hook",
    files: ["e2e/**"],
    rules: { "react-hooks/rules-of-hooks": "off" },
  },
);
