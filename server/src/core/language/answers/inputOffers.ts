import { inputsAt } from '../cursor/inputsAt';
import type { CursorPlace } from '../cursor/place';
import type { ToolInput } from '../languageTools';
import { say } from '../words';
import { kinds, type Offer } from './completionItem';
import type { CompletionScope } from './completionScope';
import { keyText } from './keyText';

/** The inputs of a step's tool, or the values one may have; `null` elsewhere. */
export function inputOffers(scope: CompletionScope, place: CursorPlace): Offer[] | null {
  const here = inputsAt(scope.known, scope.tools, place.path);
  if (here === null || here.rest.length > 1) return null;
  const [key] = here.rest;
  if (place.spot === 'key' && key === undefined) {
    return here.inputs
      .filter((input) => !place.present.includes(input.key) || input.key === place.prefix)
      .map((input) => inputOffer(scope, input, place, here.tool));
  }
  const input = place.spot === 'value' ? here.inputs.find((one) => one.key === key) : undefined;
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
