import type { Rule } from "eslint";

// The rule of ESLint that holds docs/decisions/077-one-name.md: what people entered is isolated wherever it
// is shown. It goes by the names of fields, so it needs no types and takes a second for the whole project.
// `eslint --fix` mends what it finds.

/** Fields of views whose text a person entered. */
const FIELDS =
  /^(name|fullName|preferredName|pronouns|(doctor|patient|clinic|visitType|by)Name|(status|overbook|decline)?[rR]eason|notes?|diagnosis|treatment|drug|dose|frequency|instructions|biography|address|phone|email|relation|provider|licenseNumber)$/;

/** Of these the variables too; others with the name of a field are often something else in plain text. */
const VARIABLES =
  /^(preferredName|pronouns|(status|overbook|decline)?[rR]eason|diagnosis|treatment|notes|biography|email)$/;

/** Functions whose answer is such a text. */
const FUNCTIONS = /^(bothNames|calledName)$/;

const ATTRIBUTES = /^(title|eyebrow)$/;
const PROPERTIES = /^(description|cell)$/;
/** Attributes whose text is not shown. */
const TECHNICAL = /^(id|name|key|href|htmlFor|value|defaultValue|className|action)$/;
const TYPED = /^(text|search)$/;

interface Node {
  type: string;
  range: [number, number];
  parent?: Node;
}
type Where = "element" | "text";

export const enteredText: Rule.RuleModule = {
  meta: {
    type: "problem",
    fixable: "code",
    schema: [],
    messages: {
      element: 'Put what a person entered into <Entered>, or give the paragraph dir="auto".',
      text: "Put what a person entered into isolated() within other plain text.",
      input: 'Give what people type into dir="auto".',
      import: "Import {{name}}.",
    },
  },
  create(context) {
    const { sourceCode } = context;
    const textOf = (node: Node) => sourceCode.text.slice(...node.range);

    const report = (node: Node, messageId: Where, text: string, at = node) => {
      context.report({
        node,
        messageId,
        fix: (fixer) => fixer.replaceTextRange(at.range, text),
      });
    };
    const insert = (node: Node, messageId: string, at: number, text: string) => {
      context.report({
        node,
        messageId,
        fix: (fixer) => fixer.insertTextAfterRange([at, at], text),
      });
    };

    /** Reports the texts that an expression shows in an element; `container` is replaced with its braces. */
    function show(node: Node, container?: Node): void {
      const [left, right] = [child(node, "left"), child(node, "right")];
      if (node.type === "ConditionalExpression") {
        for (const branch of [child(node, "consequent"), child(node, "alternate")]) {
          if (branch) show(branch);
        }
      } else if (node.type === "LogicalExpression" && !(left && right && isFallback(node, left))) {
        if (right) show(right);
      } else if (isEntered(left ?? node, true)) {
        report(node, "element", `<Entered>{${textOf(node)}}</Entered>`, container ?? node);
      }
    }

    function showChild(container: Node, element: Node): void {
      const expression = child(container, "expression");
      if (!expression) return;
      const opening = child(element, "openingElement");
      const tag = opening && text(child(opening, "name"), "name");
      if (tag && /^(Entered|bdi|option|title|textarea)$/.test(tag)) return;
      if (opening && attributeOf(opening, "dir")) return;
      const others = children(element, "children").filter(
        (one) => one !== container && !(one.type === "JSXText" && textOf(one).trim() === ""),
      );
      if (
        tag &&
        /^(p|blockquote)$/.test(tag) &&
        others.length === 0 &&
        isEntered(expression, true)
      ) {
        const name = child(opening, "name");
        insert(expression, "element", name?.range[1] ?? 0, ' dir="auto"');
      } else {
        show(expression, container);
      }
    }

    const isolate = (node: Node | undefined): void => {
      if (!node) return;
      if (node.type === "ConditionalExpression") {
        isolate(child(node, "consequent"));
        isolate(child(node, "alternate"));
      } else if (node.type === "LogicalExpression") {
        isolate(child(node, "right"));
        isolate(child(node, "left"));
      } else if (isEntered(node, false)) {
        report(node, "text", `isolated(${textOf(node)})`);
      }
    };

    const used = new Set<string>();
    const imported = new Set<string>();
    const imports: Node[] = [];

    const rule: Record<string, (node: Node) => void> = {
      JSXExpressionContainer(node) {
        const { parent } = node;
        if (parent?.type === "JSXElement" || parent?.type === "JSXFragment") {
          showChild(node, parent);
        } else if (parent?.type === "JSXAttribute") {
          const component = /^[A-Z]/.test(tagOf(parent.parent) ?? "");
          const shown = ATTRIBUTES.test(text(child(parent, "name"), "name") ?? "");
          const expression = child(node, "expression");
          if (component && shown && expression) show(expression);
        }
      },
      Property(node) {
        const key = text(child(node, "key"), "name") ?? "";
        const value = child(node, "value");
        if (!value) return;
        const body = value.type === "ArrowFunctionExpression" ? child(value, "body") : value;
        if (PROPERTIES.test(key) && body) show(body);
        if (key === "title") isolate(value);
      },
      TemplateLiteral(node) {
        if (!isTechnical(node)) children(node, "expressions").forEach(isolate);
      },
      "CallExpression[callee.property.name='join'] ArrayExpression"(node) {
        if (!isTechnical(node)) children(node, "elements").forEach(isolate);
      },
      JSXOpeningElement(node) {
        used.add(tagOf(node) ?? "");
        if (!/^(input|textarea)$/.test(tagOf(node) ?? "") || attributeOf(node, "dir")) return;
        const type = attributeOf(node, "type");
        const value = type && child(type, "value");
        if (type && !(value && TYPED.test(String(field(value, "value"))))) return;
        insert(node, "input", child(node, "name")?.range[1] ?? 0, ' dir="auto"');
      },
      "CallExpression[callee.name='isolated']"() {
        used.add("isolated");
      },
      ImportDeclaration(node) {
        imports.push(node);
      },
      ImportSpecifier(node) {
        imported.add(text(child(node, "local"), "name") ?? "");
      },
      ":matches(FunctionDeclaration, VariableDeclarator) > Identifier.id"(node) {
        imported.add(text(node, "name") ?? "");
      },
      "Program:exit"(node) {
        for (const [name, from] of SOURCES) {
          if (!used.has(name) || imported.has(name)) continue;
          context.report({
            node,
            messageId: "import",
            data: { name },
            fix: (fixer) =>
              fixer.insertTextAfterRange(
                placeOf(imports, from)?.range ?? [0, 0],
                `\nimport { ${name} } from "${from}";`,
              ),
          });
        }
      },
    };
    return rule as Rule.RuleListener;
  },
};

/** The import after which that of `from` stands: they are in the order of their paths. */
function placeOf(imports: Node[], from: string): Node | undefined {
  const sourceOf = (one: Node) => String(field(child(one, "source") ?? one, "value"));
  const before = imports.filter((one) => sourceOf(one).startsWith("#") && sourceOf(one) < from);
  const packages = imports.filter((one) => /^[a-z@]/.test(sourceOf(one)));
  return before.at(-1) ?? packages.at(-1) ?? imports.at(-1);
}

const SOURCES = [
  ["Entered", "#components/ui/entered.tsx"],
  ["isolated", "#lib/names/rules.ts"],
] as const;

/** Whether a node is a text that a person entered; a plain `name` counts where it is shown by itself. */
function isEntered(node: Node, alone: boolean): boolean {
  switch (node.type) {
    case "MemberExpression":
      return (
        field(node, "computed") === false &&
        FIELDS.test(text(child(node, "property"), "name") ?? "") &&
        // What a component is given to show.
        text(child(node, "object"), "name") !== "props"
      );
    case "ChainExpression": {
      const expression = child(node, "expression");
      return expression !== undefined && isEntered(expression, alone);
    }
    case "Identifier": {
      const name = text(node, "name") ?? "";
      return VARIABLES.test(name) || (alone && name === "name");
    }
    case "CallExpression":
      return FUNCTIONS.test(text(child(node, "callee"), "name") ?? "");
    default:
      return false;
  }
}

/** `person.name ?? t("unknown")`: shown as a whole. */
const isFallback = (node: Node, left: Node): boolean =>
  field(node, "operator") !== "&&" && isEntered(left, true);

/** Whether a node is part of what no one reads: an id, an address, a name of a field. */
function isTechnical(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "JSXAttribute") return TECHNICAL.test(text(child(at, "name"), "name") ?? "");
    if (at.type === "Property") return TECHNICAL.test(text(child(at, "key"), "name") ?? "");
    if (/Function|JSXElement|Program/.test(at.type)) return false;
  }
  return false;
}

function tagOf(opening: Node | undefined): string | undefined {
  return opening && text(child(opening, "name"), "name");
}

function attributeOf(opening: Node, name: string): Node | undefined {
  return children(opening, "attributes").find(
    (attribute) => text(child(attribute, "name"), "name") === name,
  );
}

// Nodes have other fields by their type; these read them.
const field = (node: object, name: string): unknown => (node as Record<string, unknown>)[name];
const child = (node: Node, name: string) => (field(node, name) ?? undefined) as Node | undefined;
const children = (node: Node, name: string): Node[] =>
  ((field(node, name) ?? []) as (Node | null)[]).filter((one) => one !== null);
function text(node: Node | undefined, name: string): string | undefined {
  const value = node && field(node, name);
  return typeof value === "string" ? value : undefined;
}
