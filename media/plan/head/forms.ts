import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { BoardInput } from '#protocol/views/plan';
import type { Desk } from '../boardState';

/** Why the version is rejected: its author is told, so there must be words. */
export function reasonForm(desk: Desk): TemplateResult {
  const { board, reason, strings, busy } = desk.state;
  const { words } = strings;
  const isEmpty = reason.trim() === '';
  return html`<form
    class="form"
    aria-label=${words.rejectTitle}
    @submit=${(event: Event) => event.preventDefault()}
  >
    <label for="reason">${words.reason}</label>
    <vscode-textarea
      id="reason"
      label=${words.reason}
      rows="3"
      resize="vertical"
      autofocus
      .value=${reason}
      @input=${(event: Event) => desk.change({ reason: (event.target as HTMLInputElement).value })}
    ></vscode-textarea>
    <div class="row">
      <vscode-button
        ?disabled=${isEmpty || busy !== null}
        @click=${() => isEmpty || desk.say({ type: 'reject', hash: board.hash, reason: reason.trim() })}
        >${words.rejectTitle}</vscode-button
      >
      <vscode-button secondary @click=${() => desk.change({ asking: null })}>${words.back}</vscode-button>
    </div>
  </form>`;
}

/** With which inputs the plan is run. */
export function inputForm(desk: Desk, action: 'run' | 'dryRun'): TemplateResult {
  const { board, inputs, strings, busy } = desk.state;
  const isMissing = board.inputs.some(({ name, is_required }) => is_required && (inputs[name] ?? '') === '');
  const start = () => desk.say({ type: 'run', hash: board.hash, is_dry: action === 'dryRun', inputs });
  return html`<form
    class="form"
    aria-label=${strings.words.inputs}
    @submit=${(event: Event) => event.preventDefault()}
  >
    ${board.inputs.map((input) => inputField(desk, input))}
    <div class="row">
      <vscode-button ?disabled=${isMissing || busy !== null} @click=${() => isMissing || start()}
        >${strings.actions[action]}</vscode-button
      >
      <vscode-button secondary @click=${() => desk.change({ asking: null })}
        >${strings.words.back}</vscode-button
      >
    </div>
  </form>`;
}

function inputField(desk: Desk, input: BoardInput): TemplateResult {
  const { inputs, strings } = desk.state;
  const value = inputs[input.name] ?? input.initial;
  const write = (text: string) => desk.change({ inputs: { ...inputs, [input.name]: text } });
  const written = (event: Event) => write((event.target as HTMLInputElement).value);
  const choices = input.kind === 'boolean' ? ['true', 'false'] : input.choices;
  const id = `input-${input.name}`;
  return html`<div class="field">
    <label for=${id}
      >${input.name}${input.is_required ? html` <span class="soft">${strings.words.required}</span>` : nothing}</label
    >
    ${
      choices.length > 0
        ? html`<vscode-single-select id=${id} label=${input.name} .value=${value} @change=${written}>
            ${value === '' ? html`<vscode-option value=""></vscode-option>` : nothing}
            ${choices.map(
              (choice) =>
                html`<vscode-option value=${choice} ?selected=${choice === value}>${choice}</vscode-option>`,
            )}
          </vscode-single-select>`
        : html`<vscode-textfield
            id=${id}
            label=${input.name}
            .value=${value}
            @input=${written}
          ></vscode-textfield>`
    }
    ${input.description === null ? nothing : html`<p class="soft">${input.description}</p>`}
  </div>`;
}
