import { html, nothing, type TemplateResult } from 'lit';
import type { ReportEffect } from '#protocol/views/report';
import { icon } from '../lib/icon';
import { countText, filled } from '../lib/texts';
import type { Desk } from './reportState';
import { lines, section } from './section';

/** Each effect with the rule that decided about it and whoever approved it. */
export function effectsPart(desk: Desk): TemplateResult | typeof nothing {
  const { effects, quiet_count } = desk.state.report;
  const { words } = desk.state.strings;
  if (effects.length === 0 && quiet_count === 0) {
    return nothing;
  }
  const quiet =
    quiet_count === 0 ? nothing : html`<p class="soft">${filled(words.quiet, countText(quiet_count))}</p>`;
  return section(
    'effects',
    words.effects,
    html`${lines(desk, 'effects', effects, (effect) => effectLine(desk, effect))}${quiet}`,
    effects.length,
  );
}

const looks = { allow: ['pass', 'good'], ask: ['shield', 'wait'], deny: ['circle-slash', 'bad'] } as const;

function effectLine({ state, say }: Desk, effect: ReportEffect): TemplateResult {
  const { words } = state.strings;
  const { verdict, approval, is_linked, location, names } = effect;
  const [image, tone] = approval === null ? looks[verdict] : (['pass', 'good'] as const);
  const place = is_linked
    ? html`<button class="link mono" @click=${() => say({ type: 'openLocation', location })}>${location}</button>`
    : html`<span class="mono">${location}</span>`;
  return html`<div class="line">
    ${icon(image, tone)}
    <span class="grow">
      <strong>${effect.step_id ?? ''}</strong> <span class="mono">${effect.tool}</span>
      ${names.length === 0 ? nothing : html`<span class="block mono names">${names.join(', ')}</span>`}
      <span class="soft block"
        >${verdict === 'deny' ? words.denied : words.rule} <span class="mono">${effect.rule_id}</span>,
        ${place}</span
      >
      ${verdict === 'allow' ? nothing : html`<span class="soft block">${effect.reason}</span>`}
      ${
        approval === null
          ? nothing
          : html`<span class="block"
              >${filled(words.approvedBy, approval.actor ?? '')}
              ${approval.source === null ? nothing : html`<span class="soft">(${approval.source})</span>`}</span
            >`
      }
    </span>
  </div>`;
}
