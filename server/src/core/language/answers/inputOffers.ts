import { isMap } from '../../policy/settings/shapes';
import type { CursorPlace } from '../cursor/place';
import type { ToolInput } from '../languageTools';
import { say } from '../words';
import { kinds, type Offer } from './completionItem';
import type { CompletionScope } from './completionScope';
import { keyText } from './keyText';

/** The inputs of a step's tool, or the values one may have; `null` elsewhere. */
export function inputOffers(scope: CompletionScope, place: CursorPlace): Offer[] | null {
  const [steps, index, group, key, ...deeper] = place.path;
  if (steps !== 'steps' || typeof index !== 'number') return null;
  if ((group !== 'with' && group !== 'inputs') || deeper.length > 0) return null;
  const tool = toolOf(scope, index);
  const inputs = tool === undefined ? [] : scope.tools.inputs(tool);
  if (place.spot === 'key' && key === undefined) {
    return inputs
      .filter((input) => !place.present.includes(input.key) || input.key === place.prefix)
      .map((input) => inputOffer(scope, input, place, tool ?? ''));
  }
  const input = place.spot === 'value' ? inputs.find((one) => one.key === key) : undefined;
  return (input?.choices ?? []).map((choice) => ({
    label: choice,
    kind: kinds.word,
    detail: '',
    documentation: '',
    insert: choice,
  }));
}

function inputOffer(
  { locale, lines }: CompletionScope,
  { key, type, isRequired }: ToolInput,
  place: CursorPlace,
  tool: string,
): Offer {
  return {
    label: key,
    kind: kinds.key,
    detail: isRequired ? `${type}, ${say(locale, 'required')}` : type,
    documentation: say(locale, 'input', { tool }),
    insert: keyText(key, place, lines),
  };
}

/** The tool of the step in the newest text that could be read, by its place in the list. */
function toolOf({ known, tools }: CompletionScope, index: number): string | undefined {
  const { json } = known.reading;
  const steps = isMap(json) ? json['steps'] : undefined;
  const step: unknown = Array.isArray(steps) ? steps[index] : undefined;
  const name = isMap(step) ? (step['uses'] ?? step['tool']) : undefined;
  return typeof name === 'string' ? tools.resolve(name) : undefined;
}
