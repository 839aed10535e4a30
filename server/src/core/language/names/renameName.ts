import type { LanguageFacts, TextEdit, TextPosition } from '#protocol/language/service';
import { stepIdPattern } from '#protocol/methods/ids';
import type { Understanding } from '../understanding';
import { say } from '../words';
import { groupAt, type NameGroup } from './answerNames';
import type { NamedPlace } from './namedPlace';

/** Gives something another name everywhere at once, or says why that name cannot be. */
export function renameName(
  understood: Understanding,
  position: TextPosition,
  name: string,
  locale: LanguageFacts['locale'],
): TextEdit[] | { readonly refused: string } {
  const group = groupAt(understood, position);
  if (group === null) return { refused: say(locale, 'notAName') };
  const refusal = refusalOf(name, group, understood.kind === 'playbook');
  if (refusal !== null) return { refused: say(locale, refusal, { name }) };
  return group.places
    .filter(({ id }) => id === group.named.id)
    .map(({ range }) => ({ range, newText: name }));
}

/** Why a thing cannot have a name; `null` when it can. */
function refusalOf(name: string, group: NameGroup, isPlaybook: boolean): Parameters<typeof say>[1] | null {
  const { named } = group;
  const isId = named.kind === 'node' || (named.kind === 'step' && !isPlaybook);
  if (!formOf(named, isPlaybook).test(name)) return isId ? 'badId' : 'badName';
  if (otherTypes.test(name)) return 'otherType';
  return (name === named.name ? null : takenBy(name, group, isId)) ?? (isClear(group) ? null : 'unclear');
}

/** A name that only references use would catch them. */
function takenBy(name: string, { places }: NameGroup, isId: boolean): 'takenId' | 'takenName' | null {
  const taken = places.filter((place) => place.name === name);
  if (taken.length === 0) return null;
  return isId && taken.some(({ isDefinition }) => isDefinition) ? 'takenId' : 'takenName';
}

function formOf({ kind }: NamedPlace, isPlaybook: boolean): RegExp {
  return kind === 'step' && !isPlaybook ? stepIdPattern : forms[kind];
}

const words = /^\p{L}(?:[\p{L}\p{N}_./ -]{0,78}[\p{L}\p{N}_.])?$/u;

/** What may stand for a name of each kind, however it is quoted. */
const forms: Readonly<Record<NamedPlace['kind'], RegExp>> = {
  // The name of a step of a playbook is a text for people.
  step: words,
  // As far as `$ctx.steps.name` is read as one name.
  node: /^(?=.{1,64}$)[A-Za-z_]\w*(?:-\w+)*$/,
  rule: words,
  variable: /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
  anchor: /^[A-Za-z0-9_-]{1,64}$/,
};

/** Words that are no text in YAML, or no name in a condition. */
const otherTypes = /^(?:null|true|false|and|or|not)$/i;

/** Whether it is certain what is meant, wherever it is named. */
function isClear({ named, places, isWhole }: NameGroup): boolean {
  const definitions = places.filter(({ id, isDefinition }) => isDefinition && id === named.id).length;
  return isWhole && definitions === (named.kind === 'variable' ? 0 : 1);
}
