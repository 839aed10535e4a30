import { modelAnswer, offeredModels } from '#protocol/editor/models';
import { AppError } from '#protocol/errors';
import type { Models } from '../../runtime/ports';

/** Asks the editor that is connected; rejects with SERVER_UNREACHABLE when none is that offers models. */
export type AskEditor = (method: string, params: unknown, signal: AbortSignal) => Promise<unknown>;

/** The models that a connected editor offers; the person's consent is asked for and kept by the editor itself. */
export function editorModels(ask: AskEditor): Models {
  return {
    list: async (signal) => offeredModels.parse(await ask('model/offered', {}, signal)).models,
    ask: async (request, signal) => modelAnswer.parse(await ask('model/ask', request, signal)),
  };
}

/** The memory twin: one model that answers what `answer` makes of the last message; a token is a word. */
export function scriptedModels(answer: (text: string) => string): Models {
  const model_id = 'scripted';
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
  return {
    list: async () => [
      { model_id, vendor: 'test', family: 'script', name: 'Scripted', version: '1', max_input_tokens: 1000 },
    ],
    ask: async (request, signal) => {
      signal.throwIfAborted();
      if (request.model_id !== model_id) {
        throw new AppError('NOT_FOUND', `no model ${request.model_id}`);
      }
      const text = answer(request.messages.at(-1)?.text ?? '');
      const input_tokens = request.messages.reduce((sum, message) => sum + words(message.text), 0);
      return { model_id, text, input_tokens, output_tokens: words(text) };
    },
  };
}
