/** The editor's way from an English text to the one in its language; `vscode.l10n` is one. */
export interface Localizer {
  t(message: string, ...values: (string | number)[]): string;
}
