import type { JsonObject } from '#protocol/json';
import type { Completion, TextPosition } from '#protocol/language/service';
import { writersOf } from '../../plan/importers/flow/contextNames';
import { flowBody } from '../../plan/importers/flow/flow';
import { isMap } from '../../policy/settings/shapes';
import type { Understanding } from '../understanding';
import { item, kinds, type Offer } from './completionItem';
import type { CompletionScope } from './completionScope';
import { stepOffers } from './stepOffers';

/** What may follow in a name such as `$ctx.steps.build` of a flow file; `null` where the cursor is in none. */
export function contextOffers(scope: CompletionScope, position: TextPosition): Completion[] | null {
  const typed = /(?<!\$)\$((?:[A-Za-z_][\w-]*(?:\.[\w-]*)*)?)$/.exec(before(scope, position))?.[1];
  if (typed === undefined || scope.known.format !== 'flow') return null;
  const path = typed.split('.');
  const last = path.pop() ?? '';
  return items(offersBelow(scope.known, path), last, position);
}

/** The nodes that an arrow may name at the cursor. */
export function edgeOffers(scope: CompletionScope, position: TextPosition): Completion[] {
  const word = /[\w-]*$/.exec(before(scope, position))?.[0] ?? '';
  return items(stepOffers(scope.known), word, position);
}

function before({ lines }: CompletionScope, { line, character }: TextPosition): string {
  return lines.line(line).slice(0, character);
}

function items(offers: readonly Offer[], typed: string, position: TextPosition): Completion[] {
  const start = { line: position.line, character: position.character - typed.length };
  return offers.map((offer, index) => item({ range: { start, end: position } }, offer, index));
}

function offersBelow(known: Understanding, path: readonly string[]): readonly Offer[] {
  const [root, space, ...rest] = path;
  if (root === undefined) return words(['ctx', 'payload', 'joins', 'env'], kinds.module);
  if (root === 'joins') return path.length <= 2 ? stepOffers(known) : [];
  if (root !== 'ctx') return [];
  if (space === undefined)
    return [...words(namespaces, kinds.module), ...words(written(known, []), kinds.value)];
  if (!namespaces.includes(space)) return words(written(known, path.slice(1)), kinds.value);
  if (rest.length === 0) return stepOffers(known);
  return space === 'steps' && rest.length === 1 ? words(['output', 'status'], kinds.value) : [];
}

const namespaces: readonly string[] = ['steps', 'payloads', 'routing', 'joins'];

/** The next names of what nodes write below a path of the context. */
function written({ reading }: Understanding, path: readonly string[]): readonly string[] {
  const nodes = isMap(reading.json) ? flowBody(reading.json as JsonObject).body['nodes'] : undefined;
  const bodies = isMap(nodes) ? Object.values(nodes) : Array.isArray(nodes) ? (nodes as unknown[]) : [];
  const paths = bodies.flatMap((body) => (isMap(body) ? writersOf('', body as JsonObject) : []));
  const below = paths.filter((writer) => path.every((key, index) => writer.path[index] === key));
  return [...new Set(below.flatMap((writer) => writer.path[path.length] ?? []))];
}

function words(texts: readonly string[], kind: Offer['kind']): readonly Offer[] {
  return texts.map((text) => ({ label: text, kind, detail: '', documentation: '', insert: text }));
}
