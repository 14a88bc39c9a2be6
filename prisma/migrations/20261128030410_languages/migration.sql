-- Languages are BCP 47 tags of any kind: sign languages, scripts, regions. A patient may need an interpreter.

ALTER TABLE patient_profiles ADD COLUMN interpreter_required boolean;
ALTER TABLE patient_profiles DROP CONSTRAINT patient_profiles_language_form;
ALTER TABLE patient_profiles ADD CONSTRAINT patient_profiles_language_form CHECK (
  preferred_language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$' AND length(preferred_language) <= 35);

-- Doctors wrote the names of their languages. A name that is not in this list stays as it is.
WITH known (name, tag) AS (VALUES
    ('afrikaans', 'af'), ('akan', 'ak'), ('albanian', 'sq'), ('american sign language', 'ase'),
    ('amharic', 'am'), ('arabic', 'ar'), ('armenian', 'hy'), ('asl', 'ase'), ('assamese', 'as'),
    ('auslan', 'asf'), ('austrian sign language', 'asq'), ('aymara', 'ay'), ('azerbaijani', 'az'),
    ('azeri', 'az'), ('bambara', 'bm'), ('bangla', 'bn'), ('basque', 'eu'), ('belarusian', 'be'),
    ('bengali', 'bn'), ('tachelhit', 'shi'), ('bosnian', 'bs'), ('brazilian portuguese', 'pt-BR'),
    ('brazilian sign language', 'bzs'), ('british sign language', 'bfi'), ('bsl', 'bfi'), ('bulgarian', 'bg'),
    ('burmese', 'my'), ('cantonese', 'yue'), ('castilian', 'es'), ('catalan', 'ca'), ('cebuano', 'ceb'),
    ('central kurdish', 'ckb'), ('chinese', 'zh'), ('chinese sign language', 'csl'), ('croatian', 'hr'),
    ('czech', 'cs'), ('danish', 'da'), ('danish sign language', 'dsl'), ('dari', 'prs'), ('dinka', 'din'),
    ('divehi', 'dv'), ('dutch', 'nl'), ('dutch sign language', 'dse'), ('english', 'en'), ('estonian', 'et'),
    ('ewe', 'ee'), ('farsi', 'fa'), ('filipino', 'fil'), ('finnish', 'fi'), ('finnish sign language', 'fse'),
    ('flemish', 'nl-BE'), ('fon', 'fon'), ('french', 'fr'), ('french sign language', 'fsl'), ('fula', 'ff'),
    ('ga', 'gaa'), ('galician', 'gl'), ('ganda', 'lg'), ('georgian', 'ka'), ('german', 'de'),
    ('german sign language', 'gsg'), ('greek', 'el'), ('guarani', 'gn'), ('gujarati', 'gu'),
    ('haitian', 'ht'), ('haitian creole', 'ht'), ('hakka chinese', 'hak'), ('hausa', 'ha'),
    ('hawaiian', 'haw'), ('hebrew', 'he'), ('hindi', 'hi'), ('hmong', 'hmn'), ('hokkien', 'nan'),
    ('hungarian', 'hu'), ('icelandic', 'is'), ('igbo', 'ig'), ('iloko', 'ilo'),
    ('indian sign language', 'ins'), ('indonesian', 'id'), ('irish', 'ga'), ('irish sign language', 'isg'),
    ('italian', 'it'), ('italian sign language', 'ise'), ('jamaican creole english', 'jam'),
    ('japanese', 'ja'), ('japanese sign language', 'jsl'), ('javanese', 'jv'), ('kabyle', 'kab'),
    ('kannada', 'kn'), ('kazakh', 'kk'), ('khmer', 'km'), ('kikuyu', 'ki'), ('kinyarwanda', 'rw'),
    ('korean', 'ko'), ('korean sign language', 'kvk'), ('krio', 'kri'), ('kurdish', 'ku'),
    ('kurmanji', 'kmr'), ('kyrgyz', 'ky'), ('kʼicheʼ', 'quc'), ('lao', 'lo'), ('latin', 'la'),
    ('latvian', 'lv'), ('lingala', 'ln'), ('lithuanian', 'lt'), ('luo', 'luo'), ('luxembourgish', 'lb'),
    ('macedonian', 'mk'), ('malagasy', 'mg'), ('malay', 'ms'), ('malayalam', 'ml'), ('maltese', 'mt'),
    ('mam', 'mam'), ('mandarin', 'cmn'), ('mandarin chinese', 'cmn'), ('marathi', 'mr'),
    ('mexican sign language', 'mfs'), ('mexican spanish', 'es-MX'), ('min nan chinese', 'nan'),
    ('mongolian', 'mn'), ('māori', 'mi'), ('nepali', 'ne'), ('new zealand sign language', 'nzs'),
    ('northern kurdish', 'kmr'), ('northern sotho', 'nso'), ('norwegian', 'no'), ('norwegian bokmål', 'nb'),
    ('norwegian sign language', 'nsl'), ('nyanja', 'ny'), ('odia', 'or'), ('oromo', 'om'), ('panjabi', 'pa'),
    ('pashto', 'ps'), ('persian', 'fa'), ('polish', 'pl'), ('polish sign language', 'pso'),
    ('portuguese', 'pt'), ('portuguese sign language', 'psr'), ('punjabi', 'pa'),
    ('quebec sign language', 'fcs'), ('quechua', 'qu'), ('rohingya', 'rhg'), ('romanian', 'ro'),
    ('romany', 'rom'), ('rundi', 'rn'), ('russian', 'ru'), ('russian sign language', 'rsl'), ('sango', 'sg'),
    ('sanskrit', 'sa'), ('scottish gaelic', 'gd'), ('serbian', 'sr'), ('serbo-croatian', 'sh'),
    ('shona', 'sn'), ('sindhi', 'sd'), ('sinhala', 'si'), ('sinhalese', 'si'), ('slovak', 'sk'),
    ('slovenian', 'sl'), ('somali', 'so'), ('sorani', 'ckb'), ('south african sign language', 'sfs'),
    ('spanish', 'es'), ('spanish sign language', 'ssp'), ('sundanese', 'su'), ('swahili', 'sw'),
    ('swedish', 'sv'), ('swedish sign language', 'swl'), ('swiss german', 'gsw'),
    ('swiss-french sign language', 'ssr'), ('swiss-german sign language', 'sgg'), ('tagalog', 'tl'),
    ('taiwanese', 'nan'), ('tajik', 'tg'), ('tamil', 'ta'), ('tatar', 'tt'), ('telugu', 'te'), ('thai', 'th'),
    ('tibetan', 'bo'), ('tigrinya', 'ti'), ('tongan', 'to'), ('tsonga', 'ts'), ('tswana', 'tn'),
    ('turkish', 'tr'), ('turkish sign language', 'tsm'), ('turkmen', 'tk'), ('twi', 'tw'), ('uighur', 'ug'),
    ('ukrainian', 'uk'), ('urdu', 'ur'), ('uyghur', 'ug'), ('uzbek', 'uz'), ('vietnamese', 'vi'),
    ('welsh', 'cy'), ('wolof', 'wo'), ('wu chinese', 'wuu'), ('xhosa', 'xh'), ('yiddish', 'yi'),
    ('yoruba', 'yo'), ('zhuang', 'za'), ('zulu', 'zu')
), spoken AS (
  SELECT d.id, coalesce(k.tag, l.language) AS language, min(l.place) AS place
  FROM doctors d CROSS JOIN unnest(d.languages) WITH ORDINALITY l (language, place)
    LEFT JOIN known k ON k.name = lower(trim(l.language))
  GROUP BY d.id, coalesce(k.tag, l.language)
), tagged AS (
  SELECT id, array_agg(language ORDER BY place) AS languages FROM spoken GROUP BY id
)
UPDATE doctors d SET languages = t.languages FROM tagged t WHERE t.id = d.id AND d.languages <> t.languages;
