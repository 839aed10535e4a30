import { nearestName } from '../../../policy/settings/nearestName';
import type { ImportLog } from '../importer';
import type { Edge } from './edges';

/** What a node waits for. */
export interface Wiring {
  readonly needs: readonly Edge[];
  readonly join: 'all' | 'any';
}

/** What decides about the order of a flow. */
export interface FlowOrder {
  readonly entry: string | null;
  /** Nodes that repeat by themselves, so that an edge back to them makes no cycle. */
  readonly loops: ReadonlySet<string>;
  /** By node: where its failures may lead. */
  readonly gotos: ReadonlyMap<string, readonly string[]>;
  readonly pointers: ReadonlyMap<string, string>;
}

/** Turns edges into needs: unknown nodes and nodes that the entry never reaches are problems, ways back to a loop go. */
export function wire(edges: readonly Edge[], order: FlowOrder, log: ImportLog): ReadonlyMap<string, Wiring> {
  const known = edges.filter((edge) => isKnown(edge, order, log));
  reportUnreachable(known, order, log);
  const forward = known.filter((edge) => !isWayBack(edge, known, order, log));
  const wirings = [...order.pointers.keys()].map((node) => {
    const incoming = uniqueByFrom(forward.filter((edge) => edge.to === node));
    const isEither = incoming.length > 1 && incoming.every((edge) => edge.isEither);
    return [node, { needs: incoming, join: isEither ? ('any' as const) : ('all' as const) }] as const;
  });
  return new Map(wirings);
}

function isKnown(edge: Edge, { pointers }: FlowOrder, log: ImportLog): boolean {
  const unknown = [edge.from, edge.to].filter((name) => !pointers.has(name));
  for (const name of unknown) {
    const nearest = nearestName(name, [...pointers.keys()]);
    log.refuse(
      'UNKNOWN_STEP',
      edge.pointer,
      `There is no node '${name}'${nearest ? `; did you mean '${nearest}'?` : '.'}`,
    );
  }
  return unknown.length === 0;
}

function isWayBack(edge: Edge, edges: readonly Edge[], { loops }: FlowOrder, log: ImportLog): boolean {
  if (!loops.has(edge.to) || !reach([edge.to], edges).has(edge.from)) return false;
  log.changed(
    edge.pointer,
    `The way back ${edge.from} >> ${edge.to} is the loop of step '${edge.to}' itself.`,
  );
  return true;
}

function reportUnreachable(edges: readonly Edge[], order: FlowOrder, log: ImportLog): void {
  if (order.entry === null || !order.pointers.has(order.entry)) return;
  const gotoEdges = [...order.gotos].flatMap(([from, targets]) =>
    targets.map((to) => ({ from, to, isEither: false, pointer: '' })),
  );
  const reached = reach([order.entry], [...edges, ...gotoEdges]);
  for (const [node, pointer] of order.pointers) {
    if (!reached.has(node))
      log.refuse('UNREACHABLE', pointer, `No way leads from '${order.entry}' to '${node}'.`);
  }
}

function reach(starts: readonly string[], edges: readonly Edge[]): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const targets = next.get(edge.from);
    if (targets) targets.push(edge.to);
    else next.set(edge.from, [edge.to]);
  }
  const found = new Set<string>();
  const open = [...starts];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...(next.get(node) ?? []));
  }
  return found;
}

function uniqueByFrom(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [edge.from, edge])).values()];
}
