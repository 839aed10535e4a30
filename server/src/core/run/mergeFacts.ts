import { type Effect, risks } from '#protocol/policy';
import type { ActionFacts } from '../policy/action';

/** Effects from harmless to far-reaching: a step with several calls counts as its worst. */
const byReach: readonly [Effect, ...Effect[]] = ['none', 'read', 'llm', 'network', 'write', 'git', 'exec'];

/** What all calls of a step touch together: everything any of them touches, with the worst effect and risk. */
export function mergeFacts(all: readonly ActionFacts[]): ActionFacts {
  return {
    effect: worst(
      byReach,
      all.map(({ effect }) => effect),
    ),
    risk: worst(
      risks,
      all.map(({ risk }) => risk),
    ),
    commands: all.flatMap(({ commands }) => commands),
    reads: all.flatMap(({ reads }) => reads),
    writes: all.flatMap(({ writes }) => writes),
    hosts: all.flatMap(({ hosts }) => hosts),
    env: all.flatMap(({ env }) => env),
    refusal: all.find(({ refusal }) => refusal !== null)?.refusal ?? null,
  };
}

function worst<T extends string>(order: readonly [T, ...T[]], values: readonly T[]): T {
  return order[Math.max(0, ...values.map((value) => order.indexOf(value)))] ?? order[0];
}
