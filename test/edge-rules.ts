import { by, type EngineRule } from './engine-rule.ts';

const twilio = 'backend/adapters/twilio';
const sqlite = 'backend/adapters/sql/sqlite';
const engine = 'test/scenarios/engine';

/** The rules that are kept where the engine ends: at the carrier, at the database and at the page that watches. */
export const edgeRules: EngineRule[] = [
  {
    rule: 'A POST has a connection of its own, is never redirected or sent twice, and is over before anything else is.',
    heldBy: [
      by(
        `${twilio}/client/send-request.test.ts`,
        'every request has a connection of its own',
        'a redirect is not followed',
        'silence ends at the time-out, counted by the given clock',
        'a connection that is cut after the request may have carried it',
        'a refused connection was certainly not sent',
      ),
      by(
        `${twilio}/voice/place-call.test.ts`,
        'silence for eight seconds leaves it unknown whether there is a call',
        'too many requests made no call',
      ),
      by(
        `${engine}/time-outs.test.ts`,
        'a POST is over before its process stops waiting, before its claim ends, before its call is given up',
      ),
    ],
  },
  {
    rule: 'A call is ended by completing it, which also ends one that waits, rings, or was answered meanwhile.',
    heldBy: [
      by(
        `${twilio}/voice/call-control.test.ts`,
        'a call is ended by completing it',
        'a call that waited in the queue stands as canceled afterwards',
        'ending a call that has ended tells how it ended',
      ),
    ],
  },
  {
    rule: 'Every address that the carrier asks says how often to try again, and is good for one attempt and action.',
    heldBy: [
      by(`${twilio}/voice/place-call.test.ts`, 'a call is asked for with its addresses, limits and reason'),
      by(
        `${twilio}/voice/render-plan.test.ts`,
        'the business is asked for one key, silence is reported too, and then the call ends',
        'the visitor is dialled with a ring time, a time limit and reports of every step',
      ),
      by(`${twilio}/voice/voice.test.ts`, 'a signature is good for one attempt and one action only'),
    ],
  },
  {
    rule: 'A business that cannot be texted must say at the start where its texts go.',
    heldBy: [
      by(
        'backend/config/read-config.test.ts',
        'a business number that cannot receive text messages needs NOTIFY_NUMBER',
      ),
    ],
  },
  {
    rule: 'A page is sent whole states by version: at once, after each commit, and what it missed when it comes back.',
    heldBy: [
      by(
        'backend/http/callbacks/events.test.ts',
        'a page gets the whole state at once, and again after every change, until the end',
        'a page that comes back gets nothing twice, and what it missed',
        'a heartbeat comes every 15 seconds',
      ),
    ],
  },
  {
    rule: 'Changes are committed in groups in which each stands for itself; what was acknowledged is on the disk.',
    heldBy: [
      by('test/contracts/store/changes.ts', 'leaves the neighbours of a failing change whole'),
      by('test/contracts/store/changes.ts', 'shows nobody what is not yet durable'),
      by(
        `${sqlite}/group-commit.test.ts`,
        'comes to nothing as a whole when there is no room for one of them, and the next goes well',
        'comes to nothing as a whole when the commit itself fails, and the next goes well',
        'lets everything else have its turn between one group and the next',
      ),
      by(
        'test/contracts/sqlite-process.test.ts',
        'has everything that was acknowledged before a SIGKILL',
        'applies all that it acknowledged and nothing else when the disk takes no more',
        'refuses a second process, naming the file and the way out, and is free again after a SIGKILL',
      ),
    ],
  },
  {
    rule: 'In a database that was restored or moved, calls that were due become texts that say they may be repeats.',
    heldBy: [
      by(
        `${engine}/moved-database.test.ts`,
        'a database that was moved turns calls that were due into texts that say they may be repeats',
        'a database that is where it was goes on with what was due',
      ),
      by(
        `${sqlite}/seal.test.ts`,
        'a copy from before the last opening is told from the database that was here',
        'a database that comes without its place is moved',
      ),
    ],
  },
];
