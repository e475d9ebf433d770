import { vocabulary } from './labels.ts';

/**
 * What words before a number say about it. `phone` lets digits in one piece count, `other` keeps a number that could
 * pass for a national phone number from being one.
 */
export const PHONE_WORDS = vocabulary(
  {
    phone:
      'phone phones telephone tel telefon telefono teléfono téléphone telefoon telefonnummer telefoonnummer phonenumber ' +
      'handynummer rufnummer mobile mobil mobiltelefon móvil movil handy portable cell cellphone cellular cellulare ' +
      'mobiel mobielnummer fax whatsapp sms call calling called ring dial text reach reached answer answering hotline ' +
      'landline msisdn pager voicemail message messages contact desk kontakt',
    other:
      'order orders invoice ticket ref reference tracking id ids sku isbn issn ean upc gtin case account acct serial part ' +
      'version build commit license licence zip zipcode postcode policy po amount total price cost balance count ' +
      'quantity qty transaction txn booking confirmation item article product model batch lot claim passport vin ' +
      'population budget revenue size bytes timestamp epoch block job pid port',
  },
  'me us him her them you at on is are was to number numbers no nr num nos the my his her their our your this new back now ' +
    'please via or by under home work office direct line main personal business private daytime evening value digits ' +
    'nummer numero número numéro de mi mein meine il mio la le mon e n',
);

/** A label after a number that nothing else follows: `07700 063 966 - Fax`. */
export const PHONE_AFTER =
  /^[\s,()-]{0,4}(?:mobile|cell|fax|office|phone|tel|home|work|desk|direct)(?![\p{L}\p{N}_]| [\p{L}\p{N}])/iu;

/** An extension belongs to the number. */
export const EXTENSION = /^(?: ?x ?| ?ext\.? ?| ?extension ?|;ext=)[0-9]{1,6}(?![0-9A-Za-z])/i;

/** A sum of money or a measure. */
export const MONEY_BEFORE = /(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR|JPY|SEK|NOK|DKK)) ?$/;
export const UNIT_AFTER =
  /^ ?(?:[%€£¥₹]|(?:USD|EUR|GBP|CHF|CAD|AUD|INR|JPY|SEK|NOK|DKK|kg|km|km²|m²|mm|ms|KB|MB|GB|bytes)(?![A-Za-z]))/;
