import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, describe, it } from "vitest";
import { enteredText } from "./entered-text.ts";

Object.assign(RuleTester, { describe, it, itOnly: it.only, afterAll });

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { ecmaFeatures: { jsx: true } },
  },
});
const ENTERED = 'import { Entered } from "#components/ui/entered.tsx";';
const ISOLATED = 'import { isolated } from "#lib/names/rules.ts";';
const within = (code: string) => `const a = ${code};`;

/** What is wrong in an expression, and the expression with `--fix`. */
const wrong = (messageId: "element" | "text" | "input", code: string, output: string) => ({
  code: `${ENTERED}\n${ISOLATED}\n${within(code)}`,
  output: `${ENTERED}\n${ISOLATED}\n${within(output)}`,
  errors: [{ messageId }],
});

tester.run("entered-text", enteredText, {
  valid: [
    "<p>{count}</p>",
    "<b><Entered>{patient.name}</Entered></b>",
    '<p dir="auto">{reason}</p>',
    "<option>{clinic.name}</option>",
    "<Table rows={rows} rowKey={row.name} />",
    "<Field name={`${at}.${field.name}`} />",
    "({ name: patient.name, value: [patient.name] })",
    "t('visit', { name: patient.name })",
    "`${isolated(doctor.name)}, ${time}`",
    '<input type="date" />',
    '<input dir="auto" />',
    "<p>{props.note}</p>",
  ].map((code) => `${ENTERED}\n${ISOLATED}\n${within(code)}`),
  invalid: [
    wrong("element", "<b>{patient.name}</b>", "<b><Entered>{patient.name}</Entered></b>"),
    wrong("element", "<b>{name}</b>", "<b><Entered>{name}</Entered></b>"),
    wrong("element", "<b>{a ? name : 1}</b>", "<b>{a ? <Entered>{name}</Entered> : 1}</b>"),
    wrong("element", "<b>{a && x.reason}</b>", "<b>{a && <Entered>{x.reason}</Entered>}</b>"),
    wrong("element", "<b>{x.name ?? none}</b>", "<b><Entered>{x.name ?? none}</Entered></b>"),
    wrong("element", "<b>{x?.y.name}</b>", "<b><Entered>{x?.y.name}</Entered></b>"),
    wrong("element", "<>{bothNames(x)} </>", "<><Entered>{bothNames(x)}</Entered> </>"),
    wrong("element", "<p>{treatment}</p>", '<p dir="auto">{treatment}</p>'),
    wrong("element", "<p>{reason}!</p>", "<p><Entered>{reason}</Entered>!</p>"),
    wrong("element", "<Head title={x.name} />", "<Head title={<Entered>{x.name}</Entered>} />"),
    wrong("element", "({ cell: (x) => x.name })", "({ cell: (x) => <Entered>{x.name}</Entered> })"),
    wrong(
      "element",
      "({ description: x.reason ?? none })",
      "({ description: <Entered>{x.reason ?? none}</Entered> })",
    ),
    wrong("text", "`${x.name} (${y})`", "`${isolated(x.name)} (${y})`"),
    wrong("text", "[x.name, y].join(1)", "[isolated(x.name), y].join(1)"),
    wrong("text", "({ title: x.name })", "({ title: isolated(x.name) })"),
    wrong("input", "<input />", '<input dir="auto" />'),
    wrong("input", '<input type="search" />', '<input dir="auto" type="search" />'),
    wrong("input", "<textarea rows={3} />", '<textarea dir="auto" rows={3} />'),
    {
      code: 'import { a } from "b";\nconst x = <Entered>{name}</Entered>;',
      output: `import { a } from "b";\n${ENTERED}\nconst x = <Entered>{name}</Entered>;`,
      errors: [{ messageId: "import" }],
    },
  ],
});
