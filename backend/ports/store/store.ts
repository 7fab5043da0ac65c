import type { AdmissionHistory } from './admission-history.ts';
import type { CallbackStore } from './callback-store.ts';
import type { EffectQueue } from './effect-queue.ts';
import type { NoticeGroups } from './notice-groups.ts';
import type { StoredTimes } from './stored-times.ts';

/** The database behind the platform. Faults are thrown with code `store-unavailable`. */
type Database = {
  /** The database was restored or moved from another server: due effects may have been carried out already. */
  moved: boolean;
  /** Call when the due effects of a moved database have ended: the next opening then counts it as known. */
  acceptMove(): Promise<void>;
  /** Throws `store-unavailable` when nothing can be written. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** Everything that must survive a crash, kept in one database so that one change can touch all of it. */
export type Store = CallbackStore & EffectQueue & NoticeGroups & StoredTimes & AdmissionHistory & Database;
