import { isSeq } from 'yaml';
import type { JsonObject } from '#protocol/json';
import type { TextEdit } from '#protocol/language/service';
import type { Step } from '#protocol/plan';
import { flowBody } from '../../plan/importers/flow/flow';
import { nodeType } from '../../plan/importers/flow/nodeTypes';
import { isMap, under } from '../../policy/settings/shapes';
import { valueAt } from '../cursor/stepAt';
import { offsetsOf, type PlacedNode, rangeWithin } from '../text/textTree';
import type { Understanding } from '../understanding';
import { addEdge } from './addEdge';
import { draftBeforeEntry, draftBeforeKey, replaceValue } from './draftEntry';
import { insertKey } from './insertKey';
import { freeName, inBraces, previewHalves } from './previewHalves';

/**
 * The edits that put a node before an applying node of a flow, which drafts the write that it applies: every way that led
 * to the applying node leads to the draft first.
 */
export function addFlowPreview(
  understood: Understanding,
  pointer: string,
  step: Step,
  taken: ReadonlySet<string>,
): TextEdit[] | null {
  const { tree, reading } = understood;
  const placed = tree.at(pointer);
  const segments = pointer.split('/').slice(1);
  // No node is called by a number: that is its place in a list.
  const path = segments.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
  const body = valueAt(reading.json, path);
  if (placed === null || !isMap(body)) return null;
  const id = freeName(`draft_${step.id}`.slice(0, 60), taken);
  const halves = previewHalves(step.uses, isMap(body['setting']) ? body['setting'] : {});
  // A type that stands for the tool that drafts, too, is kept, with the names of its settings.
  const type = String(body['type']);
  const tool = nodeType(type).uses === halves.drafts ? type : halves.drafts;
  const words = { tool: 'type', inputs: 'setting' };
  const draft = { id, tool, halves, words };
  const before = placed.key === null ? draftBeforeEntry(draft, placed) : draftBeforeKey(draft, placed);
  const setting = tree.at(`${pointer}/setting`);
  const reference = inBraces({ ...halves.apply, preview: `$ctx.steps.${id}.output` }, true);
  const applied =
    setting === null ? insertKey(placed, 'setting', reference) : replaceValue(setting, reference);
  const ways = leadThrough(understood, id, step.id);
  return before === null || applied === null || ways === null ? null : [before, applied, ...ways];
}

/** The edits after which whatever led to a node leads to its draft, and from there to it; `null` where that cannot be told. */
function leadThrough(understood: Understanding, draft: string, node: string): TextEdit[] | null {
  const { tree, reading } = understood;
  if (!isMap(reading.json)) return null;
  const { body, root } = flowBody(reading.json as JsonObject);
  const edges = tree.at(under(root, 'edges'));
  const count = isSeq(edges?.node) ? edges.node.items.length : 0;
  const turned = Array.from({ length: count }, (_, at) =>
    turnedEdge(tree.at(`${root}/edges/${at}`), draft, node),
  );
  const entry = body['entry'] === node ? tree.at(under(root, 'entry')) : null;
  const found = turned.filter((one) => one !== 'untouched');
  const edits = found.flatMap((one) => (one === 'unclear' ? [] : [one.edit]));
  if (edits.length < found.length || (edits.length === 0 && entry === null)) return null;
  const isLinked = found.some((one) => one !== 'unclear' && one.isLinked);
  const link = isLinked ? null : addEdge(understood, `${draft} >> ${node}`);
  if (!isLinked && link === null) return null;
  const start = entry === null ? [] : [replaceValue(entry, draft)];
  return [...start, ...edits, ...(link === null ? [] : [link])];
}

type Turned = 'untouched' | 'unclear' | { readonly edit: TextEdit; readonly isLinked: boolean };

/** One arrow, turned to the draft: `a >> put` becomes `a >> draft >> put`, `a >> (put | b)` becomes `a >> (draft | b)`. */
function turnedEdge(placed: PlacedNode | null, draft: string, node: string): Turned {
  if (placed === null) return 'untouched';
  const [start, end] = offsetsOf(placed.node);
  const source = placed.text.slice(start, end);
  const groups = source.split('>>');
  const isNamed = (group: string) => [...group.matchAll(/[A-Za-z_][\w-]*/g)].some(([name]) => name === node);
  const hits = groups.flatMap((group, at) => (at > 0 && isNamed(group) ? [at] : []));
  if (hits.length === 0) return 'untouched';
  const isAlone = (at: number) => !groups[at]?.includes('(');
  if (hits.some((at) => !isAlone(at) && at < groups.length - 1)) return 'unclear';
  const turned = groups.map((group, at) => {
    if (!hits.includes(at)) return group;
    const through = isAlone(at) ? `${draft} >> ${node}` : draft;
    return group.replace(/[A-Za-z_][\w-]*/g, (name) => (name === node ? through : name));
  });
  const range = rangeWithin(placed, start, end);
  return { edit: { range, newText: turned.join('>>') }, isLinked: hits.some(isAlone) };
}
