// The rules that need no types; .oxlintrc.json has those that do. No comment in the code can switch a
// rule off (`noInlineConfig`, `no-warning-comments`): an exception is written in these two files, with
// its reason, where a reviewer sees all of them.
import next from "eslint-config-next/core-web-vitals";
import { defineConfig, globalIgnores } from "eslint/config";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";
import { enteredText } from "./scripts/lint/entered-text.ts";

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

/** A form that posts carries the account that it was drawn for, or its post is refused. */
const formsSayWhose = [
  {
    selector: "JSXOpeningElement[name.name='form']",
    message: "Use Form or ActionForm of components/ui, which carry the account of the form.",
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

/** The tables with data of patients: their models of Prisma, and their names in SQL. */
const PATIENT_MODELS =
  "patient|patientProfile|historyEntry|appointment|appointmentEvent|medicalRecord|medicalRecordRevision|recordDraft|attachment|attachmentChunk|emergencyAccess";
const PATIENT_TABLES =
  "patients|patient_profiles|history_entries|appointments|appointment_events|medical_records|medical_record_revisions|record_drafts|attachments|attachment_chunks|emergency_accesses|emergency_patients";

const LOADERS =
  "Patients' data is read by the loaders of its rows.ts alone, which note in the audit trail what they give.";

// `SELECT FROM` asks whether a row exists, or locks it, and gives nothing of it.
const readsOfPatients = [
  {
    selector: `CallExpression[callee.property.name=/^(find|count$|aggregate$|groupBy$)/][callee.object.property.name=/^(${PATIENT_MODELS})$/]`,
    message: LOADERS,
  },
  {
    selector: `TemplateElement[value.raw=/(?<!SELECT )(?:FROM|JOIN) (?:${PATIENT_TABLES})\\b/i]`,
    message: LOADERS,
  },
  {
    selector:
      "Property[key.name=/^(include|select)$/] Property[key.name=/^(patient|profile|historyEntries|appointments?|events|medicalRecords?|records?|revisions|drafts|attachments?|parts|emergencyAccesses)$/]",
    message: LOADERS,
  },
  {
    selector: "TemplateElement[value.raw=/\\b(?:FROM|JOIN)\\s*$/]",
    message: "Name the table in the statement, where this file's rules can read it.",
  },
];

const IN_A_ZONE =
  "Show a time with lib/format.ts or <Moment> in the zone of the clinic, else of the user (`currentZone()`).";

/** Ways to write an instant in UTC, in the server's zone or in the browser's. */
const timesInZones = [
  { selector: "Literal[value='UTC']", message: IN_A_ZONE },
  {
    selector: "MemberExpression[object.name='Intl'][property.name='DateTimeFormat']",
    message: IN_A_ZONE,
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(toLocale(Date|Time)?|toDate|toTime|toUTC)String$/]",
    message: IN_A_ZONE,
  },
  {
    selector:
      "CallExpression[callee.property.name=/^get(UTC)?(FullYear|Month|Date|Day|Hours|Minutes|TimezoneOffset)$/]",
    message: IN_A_ZONE,
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(slice|substring|split)$/]:matches([callee.object.name=/(^at|At)$/], [callee.object.property.name=/(^at|At)$/], [callee.object.property.value=/(^at|At)$/], [callee.object.callee.property.name='toISOString'])",
    message: "The first letters of an instant are its day in UTC: use `localDay(timeZone, …)`.",
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
      "no-restricted-syntax": [
        "error",
        ...bannedSyntax,
        ...environmentOnlyInEnv,
        ...readsOfPatients,
        ...formsSayWhose,
      ],
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
    name: "pages show times in a zone that they are given",
    files: ["{app,components}/**/*.{ts,tsx}", "lib/web/**/*.ts"],
    // The grid of the calendar is drawn in the times of the clinic's clocks.
    ignores: ["components/calendar/draw-grid.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...bannedSyntax,
        ...environmentOnlyInEnv,
        ...readsOfPatients,
        ...formsSayWhose,
        ...timesInZones,
      ],
    },
  },
  {
    name: "loaders read patients' data and note it; tests, the demo data and the change of keys read past them",
    files: [
      "lib/**/{rows,*-rows}.ts",
      "lib/access/care.ts",
      "lib/platform/rotate-keys.ts",
      // The login of sessions reaches no clinical table, and they join a list of values.
      "lib/auth/{session-store,own-sessions}.ts",
      "**/*.test.ts",
      "prisma/seed/**",
      "scripts/bench/**",
    ],
    rules: { "no-restricted-syntax": ["error", ...bannedSyntax, ...environmentOnlyInEnv] },
  },
  {
    name: "the two forms that carry the account, and one by which a user signs in, draw a plain form",
    files: ["components/ui/{form,action-form-client}.tsx", "components/auth/passkey-sign-in.tsx"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...bannedSyntax,
        ...environmentOnlyInEnv,
        ...readsOfPatients,
        ...timesInZones,
      ],
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
    name: "what people entered is isolated where it is shown, so that Arabic and Hebrew turn nothing around",
    files: ["{app,components}/**/*.{ts,tsx}", "lib/web/*.ts"],
    plugins: { slotwell: { rules: { "entered-text": enteredText } } },
    rules: { "slotwell/entered-text": "error" },
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
