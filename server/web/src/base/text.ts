// Every sentence of the page in the reader's language.
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { createStore, useStore } from './store.ts';

export type Language = 'en' | 'de';

const kept = 'husky.language';
const tables: Record<Language, Texts> = { en, de };

function first(): Language {
    const chosen = localStorage.getItem(kept);
    if (chosen === 'en' || chosen === 'de') return chosen;
    return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

export const language = createStore<Language>(first());

export function setLanguage(next: Language): void {
    localStorage.setItem(kept, next);
    language.set(next);
}

export function useTexts(): Texts {
    return tables[useStore(language)];
}

/** Of the texts that a machine sends in several languages: the reader's, or English, or the first. */
export function bestText<T extends { language: string }>(texts: T[], letter: string): T | undefined {
    return texts.find((each) => each.language === letter) ?? texts.find((each) => each.language === 'E') ?? texts[0];
}

export function machineLetter(): string {
    return language.get() === 'de' ? 'D' : 'E';
}
