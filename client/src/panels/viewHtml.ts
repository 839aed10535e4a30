import type { ViewName } from '#protocol/views/opening';

/** What differs between the page of one view and another, and between one opening and the next. */
export interface PageParts {
  readonly name: ViewName;
  readonly title: string;
  readonly locale: string;
  /** Where the page may take style sheets, fonts and images from. */
  readonly source: string;
  readonly nonce: string;
  /** The address of a file below dist/media. */
  readonly uriOf: (path: string) => string;
}

/** The page of a view: nothing inline, nothing from elsewhere, and no script but its own. */
export function viewHtml({ name, title, locale, source, nonce, uriOf }: PageParts): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `img-src ${source}`,
    `font-src ${source}`,
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const icons = uriOf('codicons/codicon.css');
  return [
    '<!DOCTYPE html>',
    `<html lang="${escaped(locale)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    // The component library looks for this id to find the icons.
    `<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escaped(icons)}" nonce="${nonce}">`,
    `<link rel="stylesheet" href="${escaped(uriOf(`${name}/main.css`))}" nonce="${nonce}">`,
    '</head>',
    '<body>',
    '<main id="view"></main>',
    `<script nonce="${nonce}" src="${escaped(uriOf(`${name}/main.js`))}"></script>`,
    '</body>',
    '</html>',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
