import type { Completion, TextPosition } from '#protocol/language/service';
import { cursorPlace } from '../cursor/cursorPlace';
import type { CursorPlace } from '../cursor/place';
import { stepAt } from '../cursor/stepAt';
import { type KeyInfo, keysAt } from '../keys/keyInfo';
import { keyTableOf } from '../keys/keyTableOf';
import { item, kinds, type Offer } from './completionItem';
import type { CompletionScope } from './completionScope';
import { contextOffers, edgeOffers } from './flowOffers';
import { inputOffers } from './inputOffers';
import { keyText } from './keyText';
import { referenceOffers } from './referenceOffers';
import { stepOffers } from './stepOffers';

/** What may stand at the cursor. */
export function completions(scope: CompletionScope, position: TextPosition): Completion[] {
  const place = cursorPlace(scope.lines, position);
  const references = referenceOffers(scope, place, position) ?? contextOffers(scope, position);
  if (references !== null) return references;
  if (place === null) return [];
  const { info, table, isEntry } = keysAt(keyTableOf(scope.known), place.path);
  if (info?.names === 'edge' && isEntry) return edgeOffers(scope, position);
  const inputs = inputOffers(scope, place);
  if (inputs !== null) return inputs.map((offer, index) => item(place, offer, index));
  const offers =
    place.spot === 'key' && table !== null
      ? keyOffers(scope, place, table)
      : valueOffers(scope, place, info, isEntry);
  return offers.map((offer, index) => item(place, offer, index));
}

function keyOffers(
  { locale, lines }: CompletionScope,
  place: CursorPlace,
  table: Readonly<Record<string, KeyInfo>>,
): Offer[] {
  return Object.entries(table)
    .filter(([key]) => !place.present.includes(key) || key === place.prefix)
    .map(([key, info]) => ({
      label: key,
      kind: kinds.key,
      detail: (info.words ?? []).slice(0, 6).join(' | '),
      documentation: info[locale],
      insert: keyText(key, place, lines),
    }));
}

function valueOffers(
  scope: CompletionScope,
  place: CursorPlace,
  info: KeyInfo | null,
  isEntry: boolean,
): Offer[] {
  if (info === null || (place.spot === 'key' && !isEntry)) return [];
  const words = (info.words ?? []).map((word) => ({
    label: word,
    kind: kinds.word,
    detail: '',
    documentation: info[scope.locale],
    insert: word,
  }));
  return [...words, ...nameOffers(scope, place, info)];
}

function nameOffers({ known, tools }: CompletionScope, place: CursorPlace, info: KeyInfo): Offer[] {
  if (info.names === 'tool' || info.names === 'nodeType') {
    return tools.names().map((name) => ({
      label: name,
      kind: kinds.tool,
      detail: '',
      documentation: tools.describe(name) ?? '',
      insert: name,
    }));
  }
  if (info.names === undefined) return [];
  const own = stepAt(known, place.path)?.step.id;
  const lead = info.names === 'goto' ? 'goto:' : '';
  return stepOffers(known)
    .filter(({ label }) => label !== own)
    .map((offer) => ({ ...offer, label: `${lead}${offer.label}`, insert: `${lead}${offer.label}` }));
}
