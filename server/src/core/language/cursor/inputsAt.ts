import { nodeType } from '../../plan/importers/flow/nodeTypes';
import { isMap } from '../../policy/settings/shapes';
import type { LanguageTools, ToolInput } from '../languageTools';
import type { Understanding } from '../understanding';
import { type DocumentPath, stepPath, valueAt } from './stepAt';

/** The inputs that may stand at a place, by the names they have there. */
export interface InputsHere {
  readonly tool: string;
  readonly inputs: readonly ToolInput[];
  /** What follows on the path below the inputs. */
  readonly rest: DocumentPath;
}

/** The inputs of the tool of the step at a path that leads into its inputs; `null` elsewhere and for unknown tools. */
export function inputsAt(
  understood: Understanding,
  tools: LanguageTools,
  path: DocumentPath,
): InputsHere | null {
  const step = stepPath(understood, path);
  if (step === null || understood.kind === 'playbook') return null;
  const isFlow = understood.kind === 'flow' || understood.format === 'flow';
  const inside = path.slice(step.length);
  const depth = isFlow ? flowDepth(inside) : planDepth(inside);
  const name = depth === 0 ? null : toolName(valueAt(understood.reading.json, step));
  const tool = name === null ? undefined : tools.resolve(isFlow ? nodeType(name).uses : name);
  if (name === null || tool === undefined) return null;
  const inputs = isFlow ? inFlowWords(name, tools.inputs(tool)) : tools.inputs(tool);
  return { tool, inputs, rest: inside.slice(depth) };
}

function toolName(step: unknown): string | null {
  const name = isMap(step) ? (step['uses'] ?? step['tool'] ?? step['type']) : null;
  return typeof name === 'string' ? name : null;
}

function planDepth([group]: DocumentPath): number {
  return group === 'with' || group === 'inputs' ? 1 : 0;
}

/** How many segments lead to the inputs of a node: `setting`, or `inputs` of its `context`. */
function flowDepth([group, inner]: DocumentPath): number {
  if (group === 'setting') return 1;
  return group === 'context' && inner === 'inputs' ? 2 : 0;
}

/** Types of nodes call some inputs of their tools by names of their own. */
function inFlowWords(name: string, inputs: readonly ToolInput[]): readonly ToolInput[] {
  const { inputs: names, isTimed, defaults } = nodeType(name);
  const foreign = new Map(Object.entries(names).map(([key, own]) => [own, key]));
  const said = inputs.map((input) => ({
    ...input,
    key: foreign.get(input.key) ?? input.key,
    isRequired: input.isRequired && !Object.hasOwn(defaults, input.key),
  }));
  return isTimed ? [...said, { key: 'timeout', type: 'duration', isRequired: false, choices: [] }] : said;
}
