import type { Json, JsonObject } from '#protocol/json';
import { namesInContext } from '../../plan/importers/flow/contextReferences';
import { namesInEdge } from '../../plan/importers/flow/edges';
import { flowBody } from '../../plan/importers/flow/flow';
import { nodeType } from '../../plan/importers/flow/nodeTypes';
import { isMap, under } from '../../policy/settings/shapes';
import type { TextTree } from '../text/textTree';
import type { NamedPlaces } from './namedPlace';
import { PlaceFinder } from './placeFinder';
import { routeUses } from './routeUses';

/** Finds every place of a flow file that names a node: nodes, entry, edges, targets, routes, names such as `$ctx.steps.n`. */
export function nodePlaces(document: JsonObject, tree: TextTree): NamedPlaces {
  const finder = new NodeFinder(tree);
  const { body, root } = flowBody(document);
  finder.nodes(body['nodes'], under(root, 'nodes'));
  finder.entry(body['entry'], under(root, 'entry'));
  finder.edges(body['edges'], under(root, 'edges'));
  finder.target(body['policy'], under(root, 'policy'));
  return finder.places.found;
}

class NodeFinder {
  readonly places: PlaceFinder;
  readonly #ids = new Set<string>();

  constructor(tree: TextTree) {
    this.places = new PlaceFinder(tree, 'node');
  }

  nodes(value: Json | undefined, pointer: string): void {
    const nodes = entriesOf(value, pointer);
    for (const { id, place, isListed } of nodes) {
      if (id === null) continue;
      this.#ids.add(id);
      if (isListed) this.places.word(`${place}/id`, id, 0, true);
      else this.places.key(place, id, true);
    }
    for (const { id, node, place, isListed } of nodes) {
      if (!isListed && id !== null && isMap(node) && node['id'] === id) this.places.word(`${place}/id`, id);
      this.#node(node, place);
    }
  }

  entry(value: Json | undefined, pointer: string): void {
    if (typeof value === 'string') this.places.word(pointer, value);
  }

  edges(value: Json | undefined, pointer: string): void {
    if (!Array.isArray(value)) return;
    value.forEach((edge: Json, index) => {
      const names = typeof edge === 'string' ? namesInEdge(edge) : null;
      if (names === null) this.places.lose();
      else this.places.text(`${pointer}/${index}`, names);
    });
  }

  /** Where a policy leads after failures. */
  target(policy: Json | undefined, pointer: string): void {
    const onError = isMap(policy) ? policy['on_error'] : undefined;
    const target = isMap(onError) ? onError['target'] : undefined;
    if (typeof target === 'string') this.places.word(`${pointer}/on_error/target`, target);
  }

  #node(node: Json, pointer: string): void {
    if (!isMap(node)) return;
    const { policy, setting, context, type } = node as JsonObject;
    const { uses } = nodeType(typeof type === 'string' ? type : '');
    this.target(policy, `${pointer}/policy`);
    if (isMap(setting)) {
      const { policy: inner, ...own } = setting as JsonObject;
      this.target(inner, `${pointer}/setting/policy`);
      this.#settings(uses, own, `${pointer}/setting`);
    }
    if (!isMap(context)) return;
    const { inputs, ...others } = context as JsonObject;
    this.#settings(uses, others, `${pointer}/context`);
    if (isMap(inputs)) this.#settings(uses, inputs as JsonObject, `${pointer}/context/inputs`);
    else if (inputs !== undefined) this.#texts(inputs, `${pointer}/context/inputs`);
  }

  #settings(uses: string, members: JsonObject, pointer: string): void {
    this.places.routes(
      routeUses(uses, members).filter(({ name }) => this.#ids.has(name)),
      pointer,
    );
    this.#texts(members, pointer);
  }

  #texts(value: Json, pointer: string): void {
    if (typeof value === 'string') {
      const { names, isWhole } = namesInContext(value);
      if (!isWhole) this.places.lose();
      this.places.text(pointer, names);
    } else if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) this.#texts(entry, `${pointer}/${index}`);
    } else if (isMap(value)) {
      for (const [key, member] of Object.entries(value as JsonObject))
        this.#texts(member, under(pointer, key));
    }
  }
}

/** One node as it is written: an entry of a list with its id, or a member of a map by it. */
interface NodeEntry {
  readonly id: string | null;
  readonly node: Json;
  readonly place: string;
  readonly isListed: boolean;
}

function entriesOf(value: Json | undefined, pointer: string): readonly NodeEntry[] {
  if (Array.isArray(value)) {
    return value.map((node: Json, index) => {
      const id = isMap(node) && typeof node['id'] === 'string' ? node['id'] : null;
      return { id, node, place: `${pointer}/${index}`, isListed: true };
    });
  }
  return Object.entries(isMap(value) ? (value as JsonObject) : {}).map(([id, node]) => ({
    id,
    node,
    place: under(pointer, id),
    isListed: false,
  }));
}
