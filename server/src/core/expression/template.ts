import { type Reference, scanReference } from './reference';

/** A string cut into plain text and references. */
export type TemplatePart = { readonly text: string } | { readonly reference: Reference };

/** A broken reference in a string; `offset` counts from 0. */
export interface TemplateFault {
  readonly offset: number;
  readonly message: string;
}

/** A string with its references found; parts that could not be read are listed in `faults`. */
export interface Template {
  readonly parts: readonly TemplatePart[];
  readonly faults: readonly TemplateFault[];
}

/** Cuts a string at its `${…}`; `$${` stands for a plain `${`. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  const faults: TemplateFault[] = [];
  let plain = '';
  let from = 0;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', from)) {
    plain += text.slice(from, at);
    if (plain.endsWith('$') && at > from) {
      plain = `${plain.slice(0, -1)}\${`;
      from = at + 2;
      continue;
    }
    const found = readReference(text, at);
    if ('message' in found) {
      faults.push(found);
      plain += '${';
      from = at + 2;
      continue;
    }
    if (plain !== '') parts.push({ text: plain });
    parts.push({ reference: found.reference });
    plain = '';
    from = found.end;
  }
  plain += text.slice(from);
  if (plain !== '' || parts.length === 0) parts.push({ text: plain });
  return { parts, faults };
}

/** Whether the string is one reference and nothing else, so that the value keeps its type. */
export function wholeReference(template: Template): Reference | null {
  const [only] = template.parts;
  return template.parts.length === 1 && only && 'reference' in only ? only.reference : null;
}

function readReference(text: string, at: number): { reference: Reference; end: number } | TemplateFault {
  const start = skipSpace(text, at + 2);
  const scanned = scanReference(text, start);
  if (!('reference' in scanned)) return { offset: scanned.at, message: scanned.message };
  const close = skipSpace(text, scanned.end);
  if (text[close] === '}') return { reference: scanned.reference, end: close + 1 };
  return { offset: close, message: `'}' must end the reference '${scanned.reference.text}'` };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at += 1;
  return at;
}
