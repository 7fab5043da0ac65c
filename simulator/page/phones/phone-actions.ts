import type { PhoneSnapshot } from '../../control/snapshot.ts';
import type { PhoneScript } from '../../phone/scripts.ts';
import type { Answer, PhoneAct, SimulatorClient, WrittenMessage } from '../simulator-client.ts';

/** A person's actions at one phone. Each resolves when the simulator has answered, and never rejects. */
export type PhoneActions = {
  act(act: PhoneAct): Promise<Answer>;
  call(to: string): Promise<Answer>;
  send(to: string, message: WrittenMessage): Promise<Answer>;
  play(script: PhoneScript): Promise<Answer>;
};

/**
 * Runs actions at one number one after the other. The first action by hand stops the phone's script.
 * @param onResult gets the error's text, or an empty one after a success
 */
export function createPhoneActions({
  client,
  phone,
  onResult,
}: {
  client: SimulatorClient;
  phone: () => PhoneSnapshot;
  onResult: (detail: string) => void;
}): PhoneActions {
  let last: Promise<unknown> = Promise.resolve();
  let isManual = false;

  const inTurn = (run: () => Promise<Answer>): Promise<Answer> => {
    const turn = last.then(run);
    last = turn;
    void turn.then((answer) => onResult(answer.ok ? '' : answer.detail));
    return turn;
  };

  const byHand = (run: () => Promise<Answer>) =>
    inTurn(async () => {
      if (!isManual || phone().script !== 'manual') {
        const taken = await client.setPhone(phone().number, 'manual');
        if (!taken.ok) return taken;
        isManual = true;
      }
      return run();
    });

  return {
    act: (act) => byHand(() => client.act(phone().number, act)),
    call: (to) => byHand(() => client.call({ from: phone().number, to })),
    send: (to, message) => inTurn(() => client.sendMessage({ from: phone().number, to, ...message })),
    play: (script) => inTurn(() => client.setPhone(phone().number, script)),
  };
}
