/** The name of an attribute as it was read; parts in quotes stand in it without them. */
export interface ReadName {
  readonly end: number;
  readonly name: string;
  readonly problem: string | null;
}

/** Reads the name of an attribute: everything up to white space or an operator that cannot be part of a name. */
export function readName(text: string, start: number): ReadName {
  let name = '';
  let at = start;
  while (at < text.length) {
    if (text[at] === '"') {
      quotedForm.lastIndex = at;
      const [part] = quotedForm.exec(text) ?? [];
      if (part === undefined) {
        return { end: text.length, name: name + text.slice(at + 1), problem: 'the quoted name does not end' };
      }
      name += part.slice(1, -1).replace(/\\(["\\])/g, '$1');
      at += part.length;
      continue;
    }
    bareForm.lastIndex = at;
    const [part] = bareForm.exec(text) ?? [];
    if (part === undefined) break;
    name += part;
    at += part.length;
  }
  return { end: at, name, problem: name === '' ? 'expected the name of an attribute' : null };
}

/** Whether a name can be written without quotes. */
export function isBareName(name: string): boolean {
  return /^[^\s{}()=~!<>&|^,"]+$/.test(name);
}

const bareForm = /[^\s{}()=~!<>&|^,"]+/y;
const quotedForm = /"(?:[^"\\]|\\["\\])*"/y;
