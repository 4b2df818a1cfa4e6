/** The page's own files and what its policy allows, as the webview gives them. */
export type PageParts = {
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly cspSource: string;
  /** Fresh for each page, from a cryptographic source. */
  readonly nonce: string;
  /** The editor's display language, a BCP 47 tag. */
  readonly language: string;
  readonly title: string;
};

/** The HTML of a page: one script, one stylesheet, nothing inline, no data; what it shows comes as messages. */
export function toPageHtml(parts: PageParts): string {
  const policy = `default-src 'none'; style-src ${parts.cspSource}; script-src 'nonce-${parts.nonce}';`;
  return `<!DOCTYPE html>
<html lang="${toAttribute(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${toAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toAttribute(parts.title)}</title>
<link rel="stylesheet" href="${toAttribute(parts.styleUri)}">
<script nonce="${toAttribute(parts.nonce)}" src="${toAttribute(parts.scriptUri)}" defer></script>
</head>
<body></body>
</html>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function toAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
