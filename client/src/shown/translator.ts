/** What says a text in the person's language; `vscode.l10n` is one. Texts stand literally in its calls, so that they are found. */
export interface Translator {
  t(message: string, ...words: (string | number | boolean)[]): string;
}
