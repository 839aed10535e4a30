import type { Json, JsonObject } from '#protocol/json';
import { isMap, under } from '../../../policy/settings/shapes';
import type { ImportLog } from '../importer';
import { translateName, type Writer } from './contextNames';

/** What is needed to rewrite the names of a flow; `inputs` collects those that nothing writes. */
export interface Rewriting {
  readonly writers: readonly Writer[];
  readonly inputs: Set<string>;
  readonly log: ImportLog;
}

/** Rewrites every `$ctx.…`, `$payload.…`, `$joins.…`, `$env.…` and `{{ … }}` of a value as a reference. */
export function rewriteNames(value: Json, pointer: string, rewriting: Rewriting): Json {
  if (typeof value === 'string') return rewriteText(value, pointer, rewriting);
  if (Array.isArray(value))
    return value.map((item: Json, index) => rewriteNames(item, `${pointer}/${index}`, rewriting));
  if (!isMap(value)) return value;
  const members = Object.entries(value as JsonObject).map(
    ([key, member]) => [key, rewriteNames(member, under(pointer, key), rewriting)] as const,
  );
  return Object.fromEntries(members);
}

const nameForm = String.raw`\$(?:ctx|payload|joins|env)\b(?:\.[A-Za-z_]\w*(?:-\w+)*|\[\d+\])*`;
const occurrences = new RegExp(String.raw`\{\{([^{}]*)\}\}|${nameForm}`, 'g');
const bareName = /^\$?((?:ctx|payload|joins|env)\b(?:\.[A-Za-z_]\w*(?:-\w+)*|\[\d+\])*)$/;

/** The nodes that a text of a flow names; not whole where it holds a template that is more than a name. */
export function namesInContext(text: string): {
  readonly names: readonly { readonly name: string; readonly offset: number }[];
  readonly isWhole: boolean;
} {
  const found = [...text.matchAll(occurrences)].map(({ 0: whole, 1: inner, index }) => {
    const name = bareName.exec((inner ?? whole).trim())?.[1];
    return name === undefined ? null : nodesIn(name, index + whole.indexOf(name));
  });
  return { names: found.flatMap((names) => names ?? []), isWhole: !found.includes(null) };
}

function nodesIn(
  name: string,
  offset: number,
): readonly { readonly name: string; readonly offset: number }[] {
  const lead = /^(?:ctx\.(?:steps|payloads|routing|joins)|joins)\./.exec(name)?.[0];
  if (lead === undefined) return [];
  const names = [...name.slice(lead.length).matchAll(/[A-Za-z_]\w*(?:-\w+)*/g)].map(({ 0: word, index }) => ({
    name: word,
    offset: offset + lead.length + index,
  }));
  return names.slice(0, lead.endsWith('joins.') ? 2 : 1);
}

function rewriteText(text: string, pointer: string, rewriting: Rewriting): string {
  const escaped = text.replaceAll('${', '$$$${');
  const result = escaped.replace(occurrences, (whole: string, inner: string | undefined) => {
    const name = bareName.exec((inner ?? whole).trim())?.[1];
    if (name === undefined)
      return refused(whole, pointer, 'a template holds one plain name, no code', rewriting);
    const translated = translateName(name, rewriting.writers);
    if ('fault' in translated) return refused(whole, pointer, translated.fault, rewriting);
    if (translated.input !== undefined) rewriting.inputs.add(translated.input);
    return `\${${translated.reference}}`;
  });
  if (result !== text) rewriting.log.changed(pointer, `References are written as in plans: ${shown(result)}`);
  return result;
}

function refused(whole: string, pointer: string, reason: string, { log }: Rewriting): string {
  log.refuse('BAD_REFERENCE', pointer, `'${shown(whole)}' cannot be imported: ${reason}.`);
  return '';
}

function shown(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
