import type { Verdict } from '#protocol/policy';
import { builtinDeny } from '../commands/builtinDeny';
import { isRiskyVariable } from '../commands/parseCommand';
import { reached } from '../layers/scalars';
import { anyMatch, type Call, type Finding, finding, originOf } from './call';
import type { CompiledRule } from './compiledRules';
import { reasons } from './reasons';

/** Stage 5: what denies the call: rules, built-in refusals, literal lists, the network setting. */
export function denyStage(call: Call): Finding | null {
  const { action, commands, unparsable, compiled } = call;
  if (action.facts.refusal !== null) {
    return finding('deny', 'deny', 'builtin.refusal', reasons.rule(action.tool, action.facts.refusal));
  }
  if (unparsable !== null) {
    return finding('deny', 'deny', 'builtin.unparsable', reasons.unparsable(unparsable));
  }
  const rule = anyMatch(compiled.rulesOf(action.tool).deny, action, commands);
  if (rule !== null) return ruleFinding('deny', 'deny', rule);
  for (const command of commands) {
    const refused = builtinDeny(command);
    if (refused !== null)
      return finding('deny', 'deny', refused.id, reasons.rule(refused.id, refused.reason));
  }
  return literalFinding(call) ?? networkFinding(call);
}

/** Stage 6: ask rules, what only a person may pass, and allow rules. */
export function allowStage(call: Call): Finding | null {
  const { ask, allow, isOpen } = call.rules;
  if (ask !== null) return ruleFinding('allow', 'ask', ask);
  if (isOpen) return null;
  const doubts = doubtsOf(call);
  if (doubts.length > 0) return finding('allow', 'ask', 'builtin.shell_syntax', reasons.doubt(doubts));
  return allow === null ? null : ruleFinding('allow', 'allow', allow);
}

/** Stage 7: what no rule speaks about. */
export function defaultStage(call: Call): Finding | null {
  if (!call.rules.isOpen) return null;
  const verdict = call.compiled.policy.permissions.default;
  const doubts = doubtsOf(call);
  if (verdict === 'allow' && doubts.length > 0) {
    return finding('default', 'ask', 'builtin.shell_syntax', reasons.doubt(doubts));
  }
  const text = verdict === 'deny' ? reasons.defaultDeny : reasons.default(verdict);
  return finding('default', verdict, 'default', text, {
    location: originOf(call, '/permissions/default'),
  });
}

function doubtsOf({ commands, action }: Call): readonly string[] {
  const risky = action.facts.env.filter(isRiskyVariable).map((name) => `sets ${name}`);
  return [...new Set([...commands.flatMap(({ doubts }) => doubts), ...risky])];
}

function ruleFinding(stage: 'deny' | 'allow', verdict: Verdict, { placed }: CompiledRule): Finding {
  const { id, reason } = placed.value;
  return finding(stage, verdict, id, reasons.rule(id, reason), { location: placed.location });
}

function literalFinding(call: Call): Finding | null {
  const hit = call.compiled.literalHit(call.action.facts.commands, call.commands);
  if (hit === null) return null;
  const isKeyword = hit.kind === 'keyword';
  const text = isKeyword ? reasons.keyword(hit.text) : reasons.pattern(hit.text);
  const id = isKeyword ? 'deny_if_contains' : 'deny_patterns';
  return finding('deny', 'deny', id, text, { location: hit.location });
}

/** What a call reaches must be part of what `permissions.network` allows. */
function networkFinding(call: Call): Finding | null {
  const { network } = call.compiled.policy.permissions;
  const wanted = networkOf(call);
  if (wanted === null || reached[network].includes(wanted)) return null;
  const location = originOf(call, '/permissions/network');
  return finding('deny', 'deny', 'permissions.network', reasons.network(network), { location });
}

const reaching = new Set(['push', 'fetch', 'pull', 'clone', 'ls-remote', 'submodule']);

function networkOf({ action, commands }: Call): 'llm' | 'git' | 'full' | null {
  const { effect, hosts } = action.facts;
  if (effect === 'network') return 'full';
  if (effect === 'llm') return 'llm';
  if (effect !== 'git') return null;
  const isRemote = action.tool === 'git.push' || hosts.length > 0;
  return isRemote || commands.some(({ subcommands }) => subcommands.some((name) => reaching.has(name)))
    ? 'git'
    : null;
}
