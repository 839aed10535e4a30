/**
 * Words that stay as they are in Japanese: what keyboards and programs are called by everybody, units, and the names by
 * which policies and the record call things.
 */
const kept = new Set([
  ...['Ctrl', 'Enter', 'Esc', 'Space', 'Holdpoint', 'Git', 'Markdown', 'JSON', 'TraceQL'],
  ...['ms', 'min', 'kB', 'MB', 'GB', 'sha', 'git'],
  ...['standard', 'local', 'user', 'vscode', 'cli', 'default', 'low', 'medium', 'high', 'deploy'],
  ...['policy', 'preview', 'checkpoint', 'approval', 'plan', 'step', 'snapshot'],
]);

/** What the editor itself says of our rows and questions; it speaks English here. */
const ofTheEditor = /^(?:Welcome|Cancel|OK|Warning|Close Dialog|Actions for .*)$/;

/** Those of some texts that hold words which are neither Japanese, nor kept, nor names that a plan gives. */
export function englishLeft(texts: readonly string[], names: readonly string[]): readonly string[] {
  const known = new Set([...kept, ...names]);
  return texts
    .filter((text) => !ofTheEditor.test(text) && !isQuery(text))
    .filter((text) => wordsOf(text).some((word) => !known.has(word)));
}

/** Queries are printed to the letter. */
function isQuery(text: string): boolean {
  return /^\(?\{.*\}/.test(text);
}

/** Words alone: a path, or a name with a mark inside, is no word. */
function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー、。・「」（）]+/gu, ' ')
    .split(/\s+/)
    .map((token) => token.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((token) => /^[A-Za-z]{2,}(?:['’-][A-Za-z]+)*$/.test(token));
}
