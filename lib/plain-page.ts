import messages from "../messages/en.json" with { type: "json" };

interface Texts {
  title: string;
  body: string;
  /** The link that loads the page again. */
  retry: string;
}

/** Returns a page that needs neither Next.js nor a script. `texts` come from the message catalogue. */
export const plainPage = ({ title, body, retry }: Texts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · ${messages.common.product}</title>
</head>
<body style="font: 1.125rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<main>
<h1>${title}</h1>
<p>${body}</p>
<p><a href="">${retry}</a></p>
</main>
</body>
</html>
`;
