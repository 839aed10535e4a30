import { html, type TemplateResult } from 'lit';
import { icon } from '../lib/icon';
import { sizeText } from '../lib/texts';
import type { Desk } from './reportState';
import { lines, section } from './section';

/** What the steps left behind, each to be opened. */
export function artifactsPart(desk: Desk): TemplateResult {
  const { artifacts } = desk.state.report;
  return section(
    'artifacts',
    desk.state.strings.words.artifacts,
    lines(
      desk,
      'artifacts',
      artifacts,
      ({ step_id, name, media_type, size, sha256 }) => html`<div class="line">
        ${icon('file')}
        <span class="grow">
          <button class="link mono" @click=${() => desk.say({ type: 'openArtifact', sha256 })}>${name}</button>
          <span class="soft mono block">${step_id} · ${media_type}</span>
        </span>
        <span class="soft">${sizeText(size)}</span>
      </div>`,
    ),
    artifacts.length,
  );
}

/** The same from a terminal, for those who would rather. */
export function nextPart(desk: Desk): TemplateResult {
  const { next_commands } = desk.state.report;
  return section(
    'next',
    desk.state.strings.words.next,
    html`<pre class="commands">${next_commands.join('\n')}</pre>`,
  );
}
