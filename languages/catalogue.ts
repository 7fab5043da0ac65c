import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import hi from './hi.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import type { Language } from './languages.ts';
import nl from './nl.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import ptBR from './pt-BR.json' with { type: 'json' };
import tr from './tr.json' with { type: 'json' };
import type { Words } from './words.ts';
import zhHans from './zh-Hans.json' with { type: 'json' };

/** All words of all languages, for the server. A page loads only its part of one language. */
const catalogue: Readonly<Record<Language, Words>> = {
  en,
  es,
  fr,
  de,
  it,
  'pt-BR': ptBR,
  nl,
  pl,
  tr,
  ar,
  hi,
  'zh-Hans': zhHans,
};

export function wordsIn(language: Language): Words {
  return catalogue[language];
}
