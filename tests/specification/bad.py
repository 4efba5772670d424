"""Specifications that are refused: what is changed in a good one, the code, and the line to which it points."""

GOOD = """\
name: good
version: 1.0.0
scheme: polymorphic
format: {type: csv}
fields:
  - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}
  - {name: BORN, type: date, treatment: {generalise: year, top_code_age: 97}, justification: age}
  - {name: POST, type: string, treatment: {generalise: pc4, mask: ["1234"]}, justification: region}
  - {name: SEX, type: string, constraints: {enum: ["1", "2"]}, treatment: seal, justification: case mix}
  - {name: SCORE, type: integer, constraints: {minimum: 0, maximum: 40}, treatment: seal, justification: outcome}
  - {name: COST, type: number, decimalChar: ",", treatment: {generalise: band, bounds: [0, 10]}, justification: cost}
  - {name: DONE, type: boolean, trueValues: [ja], falseValues: [nee], treatment: seal, justification: outcome}
  - {name: PERIOD, type: string, treatment: clear, justification: routing}
  - {name: SURNAME, type: string, treatment: drop, justification: only for the link}
  - {name: GIVEN, type: string, treatment: drop, justification: never leaves}
composites:
  - {name: LINK, of: [SURNAME, BORN, SEX], treatment: pseudonymise, justification: persons without a number}
"""

TABLES = """\
name: tables
version: 1.0.0
scheme: keyed
resources:
  - name: patients
    primaryKey: NR
    fields:
      - {name: NR, type: string, treatment: drop, justification: key}
      - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}
      - {name: BORN, type: date, treatment: drop, justification: link}
      - {name: MOTHER, type: string, treatment: drop, justification: key}
    foreignKeys:
      - {fields: MOTHER, reference: {resource: patients, fields: NR}}
    composites:
      - {name: LINK, of: [NR, BORN], treatment: pseudonymise, justification: no number}
  - name: visits
    fields:
      - {name: NR, type: string, treatment: drop, justification: key}
      - {name: SEEN, type: date, treatment: seal, justification: sequence}
    foreignKeys:
      - {fields: [NR], reference: {resource: patients, fields: [NR]}}
"""

FIXED = """\
name: fixed
version: 1.0.0
scheme: keyed
format: {type: fixed-width, encoding: us-ascii}
fields:
  - {name: BSN, type: string, identifier: bsn, position: [1, 9], treatment: pseudonymise, justification: one person}
  - {name: SEX, type: string, position: [10, 1], treatment: seal, justification: case mix}
"""

SEX, SCORE, BORN = "name: SEX, type: string, constraints: {enum: ['1', '2']}", "name: SCORE", "name: BORN, type: date"

# (what is wrong, good, old, new, code, line)
BAD: list[tuple[str, str, str, str, str, int]] = [
    ("file: empty", GOOD, GOOD, "", "2317", 0),
    ("file: only a remark", GOOD, GOOD, "# nothing\n", "2317", 0),
    ("file: a list", GOOD, GOOD, "- a\n", "2312", 1),
    ("file: a CSV", GOOD, GOOD, "BSN;NAME\n123;x\n", "2312", 1),
    ("file: {}", GOOD, GOOD, "{}", "2318", 1),
    ("yaml: bracket not closed", GOOD, 'enum: ["1", "2"]', 'enum: ["1", "2"', "2304", 9),
    ("yaml: tab as indentation", GOOD, "format: {type: csv}", "format:\n\ttype: csv", "2304", 5),
    ("yaml: second document", GOOD, "fields:", "---\nfields:", "2304", 5),
    ("yaml: escape beyond Unicode", GOOD, "one person", '"\\U00110000"', "2304", 6),
    ("yaml: control character", GOOD, "one person", "one\x07person", "2303", 6),
    ("yaml: next line character", GOOD, "one person", "one\x85person", "2303", 6),
    ("yaml: text turned around", GOOD, "one person", "one\u202eperson", "2303", 6),
    ("yaml: byte order mark within", GOOD, "one person", "one\ufeffperson", "2303", 6),
    ("yaml: not a character", GOOD, "one person", "one\uffffperson", "2303", 6),
    ("yaml: escaped control character", GOOD, "one person", '"one\\0person"', "2303", 6),
    ("yaml: escaped half character", GOOD, "one person", '"one\\ud800person"', "2303", 6),
    ("yaml: anchor", GOOD, "of: [SURNAME", "of: &a [SURNAME", "2305", 17),
    ("yaml: alias", GOOD, "justification: outcome}", "justification: *outcome}", "2305", 10),
    ("yaml: tag", GOOD, "name: SEX", "name: !!str SEX", "2306", 9),
    ("kind: fields a mapping", FIXED, FIXED[FIXED.index("fields:") :], "fields: {a: 1}\n", "2313", 5),
    ("yaml: tag of an object", GOOD, "one person", '!!python/object/apply:os.system ["true"]', "2306", 6),
    ("yaml: tag without a name", GOOD, "name: SEX", "name: ! SEX", "2306", 9),
    ("yaml: too deep", GOOD, "{type: csv}", "[" * 40 + "]" * 40, "2307", 4),
    ("key: twice", GOOD, "scheme: polymorphic", "scheme: polymorphic\nscheme: keyed", "2308", 4),
    ("key: twice in a field", GOOD, "name: SEX,", "name: SEX, name: SEX,", "2308", 9),
    ("key: a number", GOOD, "scheme: polymorphic", "scheme: polymorphic\n1: 2", "2309", 4),
    ("key: a boolean", GOOD, "name: SEX,", "name: SEX, yes: 1,", "2309", 9),
    ("key: a list", GOOD, "name: SEX,", "name: SEX, [a]: 1,", "2309", 9),
    ("key: merge", GOOD, "name: SEX,", "name: SEX, <<: {a: 1},", "2309", 9),
    ("key: unknown in the file", GOOD, "scheme:", "salt: x\nscheme:", "2310", 3),
    ("key: unknown in a field", GOOD, "name: SEX,", "name: SEX, treatement: seal,", "2310", 9),
    ("key: snake case", GOOD, "decimalChar", "decimal_char", "2310", 11),
    ("key: unknown in constraints", GOOD, "minimum", "min", "2310", 10),
    ("key: unknown in format", GOOD, "{type: csv}", "{type: csv, seperator: ;}", "2310", 4),
    ("key: unknown in a composite", GOOD, "name: LINK", "name: LINK, salt: x", "2310", 17),
    ("key: primary key outside a table", GOOD, "composites:", "primaryKey: BSN\ncomposites:", "2310", 16),
    ("key: no scheme", GOOD, "scheme: polymorphic\n", "", "2311", 1),
    ("key: no version", GOOD, "version: 1.0.0\n", "", "2311", 1),
    ("key: no fields", GOOD, GOOD[GOOD.index("fields:") :], "", "2311", 1),
    ("key: no treatment", GOOD, ", treatment: clear", "", "2311", 13),
    ("key: no justification", GOOD, ", justification: routing", "", "2311", 13),
    ("key: no type", GOOD, "PERIOD, type: string", "PERIOD", "2311", 13),
    ("key: no name", GOOD, "name: PERIOD, ", "", "2311", 13),
    (
        "kind: field is a text",
        GOOD,
        "{name: PERIOD, type: string, treatment: clear, justification: routing}",
        "P",
        "2312",
        13,
    ),
    ("kind: fields and resources", GOOD, "fields:\n", "fields: {a: 1}\nresources:\n", "2334", 7),
    ("kind: constraints a list", GOOD, "{minimum: 0, maximum: 40}", "[1]", "2312", 10),
    ("kind: enum a text", GOOD, '["1", "2"]', "1", "2313", 9),
    ("kind: name a list", GOOD, "name: PERIOD", "name: [PERIOD]", "2314", 13),
    ("kind: name is null", GOOD, "name: PERIOD", "name: ~", "2314", 13),
    ("kind: top code a text", GOOD, "97", '"97"', "2315", 7),
    ("kind: top code in eights", GOOD, "97", "097", "2315", 7),
    ("kind: top code with a point", GOOD, "97", "97.0", "2315", 7),
    ("kind: pad a word", GOOD, "identifier: bsn", "identifier: bsn, pad: yes", "2316", 6),
    ("kind: closed a text", GOOD, "scheme:", 'closed: "true"\nscheme:', "2316", 3),
    ("empty: justification", GOOD, "justification: routing", "justification: ", "2317", 13),
    ("empty: justification of spaces", GOOD, "justification: routing", 'justification: "  "', "2317", 13),
    ("empty: title", GOOD, "scheme:", "title:\nscheme:", "2317", 3),
    ("empty: enum", GOOD, '["1", "2"]', "[]", "2318", 9),
    ("empty: constraints", GOOD, '{enum: ["1", "2"]}', "{}", "2318", 9),
    ("empty: composites", GOOD, GOOD[GOOD.index("composites:") :], "composites: []\n", "2318", 16),
    ("empty: missing values", GOOD, "name: SEX", "name: SEX, missingValues: []", "2318", 9),
    ("word: unknown type", GOOD, "SCORE, type: integer", "SCORE, type: int", "2319", 10),
    ("word: type in capitals", GOOD, "SCORE, type: integer", "SCORE, type: Integer", "2319", 10),
    ("word: unknown treatment", GOOD, "treatment: clear", "treatment: hash", "2319", 13),
    ("word: unknown generalisation", GOOD, "generalise: year", "generalise: decade", "2319", 7),
    ("word: unknown scheme", GOOD, "polymorphic", "hash", "2319", 3),
    ("word: unknown format", GOOD, "type: csv", "type: xls", "2319", 4),
    ("word: unknown identifier", GOOD, "identifier: bsn", "identifier: agb", "2319", 6),
    ("word: unknown on_error", GOOD, SCORE, "on_error: ignore, name: SCORE", "2319", 10),
    ("word: unknown classification", GOOD, SCORE, "classification: medical, name: SCORE", "2319", 10),
    ("word: composite sealed", GOOD, "SEX], treatment: pseudonymise", "SEX], treatment: seal", "2319", 17),
    ("twice: enum", GOOD, '["1", "2"]', '["1", "1"]', "2320", 9),
    ("twice: enum by value", GOOD, "{minimum: 0, maximum: 40}", "{enum: [1, 01]}", "2320", 10),
    ("twice: mask", GOOD, '["1234"]', '["1234", 1234]', "2320", 8),
    ("twice: fields of a composite", GOOD, "[SURNAME, BORN, SEX]", "[SURNAME, SURNAME]", "2320", 17),
    (
        "twice: foreign key",
        TABLES,
        "      - {fields: [NR]",
        "      - {fields: NR, reference: {resource: patients, fields: NR}}\n      - {fields: [NR]",
        "2320",
        22,
    ),
    ("range: top code 0", GOOD, "97", "0", "2321", 7),
    ("range: top code 200", GOOD, "97", "200", "2321", 7),
    ("range: maxLength 0", GOOD, '{enum: ["1", "2"]}', "{maxLength: 0}", "2321", 9),
    ("form: name with a capital", GOOD, "name: good", "name: Good", "2322", 1),
    ("form: name with a path", GOOD, "name: good", "name: ../good", "2322", 1),
    ("form: name too long", GOOD, "name: good", "name: " + "g" * 65, "2322", 1),
    ("form: version with a space", GOOD, "1.0.0", "1 0", "2323", 2),
    ("validity: no such day", GOOD, "scheme:", "valid: {from: 2026-02-30}\nscheme:", "2324", 3),
    ("validity: another notation", GOOD, "scheme:", "valid: {from: 01-02-2026}\nscheme:", "2324", 3),
    ("validity: reversed", GOOD, "scheme:", "valid: {from: 2026-02-02, until: 2026-02-01}\nscheme:", "2325", 3),
    ("type: minimum of a text", GOOD, '{enum: ["1", "2"]}', "{minimum: 1}", "2330", 9),
    ("type: maxLength of a number", GOOD, "{minimum: 0, maximum: 40}", "{maxLength: 2}", "2330", 10),
    ("type: pattern of a date", GOOD, BORN, BORN + ", constraints: {pattern: a}", "2330", 7),
    ("type: enum of a boolean", GOOD, "name: DONE", "constraints: {enum: [ja]}, name: DONE", "2330", 12),
    ("type: decimalChar of a whole number", GOOD, SCORE, "decimalChar: ',', name: SCORE", "2330", 10),
    ("type: groupChar of a text", GOOD, "name: SEX", "groupChar: ',', name: SEX", "2330", 9),
    ("type: format of a text", GOOD, "name: SEX", "format: '%Y', name: SEX", "2330", 9),
    ("type: trueValues of a text", GOOD, "name: SEX", "trueValues: [x], name: SEX", "2330", 9),
    ("type: free text of a number", GOOD, SCORE, "free_text: true, name: SCORE", "2330", 10),
    ("treatment: mask of a year", GOOD, "top_code_age: 97", 'mask: ["1234"]', "2331", 7),
    ("treatment: top code of a postcode", GOOD, 'mask: ["1234"]', "top_code_age: 97", "2331", 8),
    ("treatment: width of a year", GOOD, "top_code_age: 97", "width: 5", "2331", 7),
    ("treatment: on_error when clear", GOOD, "name: PERIOD", "on_error: refuse, name: PERIOD", "2331", 13),
    ("treatment: unique when clear", GOOD, "name: PERIOD", "constraints: {unique: true}, name: PERIOD", "2331", 13),
    ("treatment: on_error when dropped", GOOD, "name: GIVEN", "on_error: blank, name: GIVEN", "2331", 15),
    (
        "treatment: constraint when dropped",
        GOOD,
        "name: GIVEN",
        "constraints: {required: true}, name: GIVEN",
        "2331",
        15,
    ),
    ("treatment: missing values when dropped", GOOD, "name: GIVEN", "missingValues: [x], name: GIVEN", "2331", 15),
    ("treatment: pad when dropped", GOOD, "bsn, treatment: pseudonymise", "bsn, pad: true, treatment: drop", "2331", 6),
    ("format: delimiter of a workbook", GOOD, "{type: csv}", "{type: xlsx, delimiter: ;}", "2332", 4),
    ("format: sheet of a CSV", GOOD, "{type: csv}", "{type: csv, sheet: one}", "2332", 4),
    ("format: encoding of Parquet", GOOD, "{type: csv}", "{type: parquet, encoding: utf-8}", "2332", 4),
    ("format: position in a CSV", GOOD, "name: SEX", "position: [1, 2], name: SEX", "2332", 9),
    ("needs: pad without identifier", GOOD, "name: SEX", "pad: true, name: SEX", "2333", 9),
    ("needs: sentinels without identifier", GOOD, "name: SEX", "sentinels: ['9'], name: SEX", "2333", 9),
    ("needs: day without top code", GOOD, "top_code_age: 97", "as_of: 2026-01-01", "2333", 7),
    ("excludes: fields and resources", GOOD, "composites:", "resources: []\ncomposites:", "2334", 16),
    ("excludes: composites beside resources", TABLES, "resources:", "composites: []\nresources:", "2334", 4),
    ("excludes: width and bounds", GOOD, "bounds: [0, 10]", "width: 5, bounds: [0, 10]", "2334", 11),
    ("excludes: enum and minimum", GOOD, "{minimum: 0, maximum: 40}", "{enum: [1], minimum: 0}", "2334", 10),
    ("excludes: enum and pattern", GOOD, '{enum: ["1", "2"]}', "{enum: [a], pattern: a}", "2334", 9),
    ("excludes: identifier and free text", GOOD, "identifier: bsn", "identifier: bsn, free_text: true", "2334", 6),
    ("identifier: enum", GOOD, "identifier: bsn", "identifier: bsn, constraints: {enum: [a]}", "2335", 6),
    ("identifier: pattern", GOOD, "identifier: bsn", "identifier: bsn, constraints: {pattern: a}", "2335", 6),
    ("several: one sheet", TABLES, "resources:", "format: {type: xlsx, sheet: one}\nresources:", "2336", 4),
    ("overlap: true and false", GOOD, "falseValues: [nee]", "falseValues: [nee, ja]", "2337", 12),
    (
        "overlap: true and the default false",
        GOOD,
        "trueValues: [ja], falseValues: [nee]",
        "trueValues: ['0']",
        "2337",
        12,
    ),
    ("overlap: true and missing", GOOD, "trueValues: [ja]", "trueValues: ['']", "2337", 12),
    ("overlap: enum and missing", GOOD, "name: SEX", "missingValues: ['2'], name: SEX", "2337", 9),
    ("overlap: enum and the default missing", GOOD, '["1", "2"]', '["1", ""]', "2337", 9),
    ("overlap: sentinels and missing", GOOD, "identifier: bsn", "identifier: bsn, sentinels: ['']", "2337", 6),
    ("character: delimiter and quote", GOOD, "{type: csv}", "{type: csv, delimiter: '\"'}", "2338", 4),
    ("character: decimal and group", GOOD, 'decimalChar: ","', 'decimalChar: ",", groupChar: ","', "2338", 11),
    ("character: group and the default decimal", GOOD, 'decimalChar: ","', "groupChar: '.'", "2338", 11),
    ("character: two", GOOD, 'decimalChar: ","', 'decimalChar: ",,"', "2339", 11),
    ("character: digit", GOOD, 'decimalChar: ","', "decimalChar: '5'", "2339", 11),
    ("character: delimiter a line's end", GOOD, "{type: csv}", '{type: csv, delimiter: "\\n"}', "2339", 4),
    ("generalise: year of a text", GOOD, 'generalise: pc4, mask: ["1234"]', "generalise: year", "2340", 8),
    ("generalise: postcode of a date", GOOD, "generalise: year, top_code_age: 97", "generalise: pc4", "2340", 7),
    ("generalise: band of a text", GOOD, 'generalise: pc4, mask: ["1234"]', "generalise: band, width: 5", "2340", 8),
    ("generalise: age band of a number", GOOD, "generalise: band", "generalise: age_band", "2340", 11),
    ("generalise: band of nothing", GOOD, ", bounds: [0, 10]", "", "2341", 11),
    ("generalise: bounds not ascending", GOOD, "[0, 10]", "[10, 0]", "2342", 11),
    ("generalise: bounds twice", GOOD, "[0, 10]", "[0, 0]", "2342", 11),
    (
        "generalise: band above the top",
        GOOD,
        "year, top_code_age: 97",
        "age_band, bounds: [0, 99], top_code_age: 97",
        "2343",
        7,
    ),
    ("generalise: mask of letters", GOOD, '"1234"', "1234AB", "2344", 8),
    ("generalise: mask of other digits", GOOD, '"1234"', "١٢٣٤", "2344", 8),
    ("identifier: sealed", GOOD, "bsn, treatment: pseudonymise", "bsn, treatment: seal", "2350", 6),
    ("identifier: clear", GOOD, "bsn, treatment: pseudonymise", "bsn, treatment: clear", "2350", 6),
    ("identifier: generalised", GOOD, "bsn, treatment: pseudonymise", "bsn, treatment: {generalise: pc4}", "2350", 6),
    ("identifier: by classification", GOOD, "name: SEX", "classification: identifier, name: SEX", "2350", 9),
    ("identifier: pseudonym without", GOOD, "treatment: clear", "treatment: pseudonymise", "2351", 13),
    ("identifier: sealed by its name", GOOD, "identifier: bsn, treatment: pseudonymise", "treatment: seal", "2352", 6),
    ("identifier: clear by its name", GOOD, "name: PERIOD", "name: bsn_moeder", "2352", 13),
    ("identifier: generalised by its name", GOOD, "name: COST", "name: sofi-nummer", "2352", 11),
    ("identifier: a number", GOOD, "BSN, type: string", "BSN, type: integer", "2353", 6),
    (
        "classification: ordinary number",
        GOOD,
        "identifier: bsn",
        "identifier: bsn, classification: ordinary",
        "2354",
        6,
    ),
    ("classification: clear health", GOOD, "name: PERIOD", "classification: special, name: PERIOD", "2354", 13),
    ("classification: clear free text", GOOD, "name: PERIOD", "free_text: true, name: PERIOD", "2355", 13),
    ("name: reserved", GOOD, "name: PERIOD", "name: row_reference", "2356", 13),
    ("name: reserved in capitals", GOOD, "name: PERIOD", "name: Person", "2356", 13),
    ("name: underscore", GOOD, "name: PERIOD", "name: _period", "2356", 13),
    ("name: composite reserved", GOOD, "name: LINK", "name: person", "2356", 17),
    ("name: twice", GOOD, "name: PERIOD", "name: SEX", "2357", 13),
    ("name: twice in capitals", GOOD, "name: PERIOD", "name: Sex", "2357", 13),
    ("name: spaces", GOOD, "name: PERIOD", "name: ' PERIOD'", "2358", 13),
    ("name: two lines", GOOD, "name: PERIOD", 'name: "PER\\nIOD"', "2358", 13),
    ("name: too long", GOOD, "name: PERIOD", "name: " + "P" * 201, "2358", 13),
    ("name: composite with a colon", GOOD, "name: LINK", "name: 'LINK:A'", "2359", 17),
    ("name: composite as an identifier", GOOD, "name: LINK", "name: NR BSN", "2359", 17),
    ("value: minimum no number", GOOD, "minimum: 0", "minimum: low", "2360", 10),
    ("value: minimum with a point", GOOD, "minimum: 0", "minimum: 0.5", "2360", 10),
    ("value: enum no number", GOOD, "{minimum: 0, maximum: 40}", "{enum: [1, x]}", "2360", 10),
    ("value: enum no date", GOOD, BORN, BORN + ", constraints: {enum: [2026-13-01]}", "2360", 7),
    (
        "value: minimum in the file's notation",
        GOOD,
        "name: COST",
        "constraints: {minimum: '1,5'}, name: COST",
        "2360",
        11,
    ),
    ("value: minimum not a number", GOOD, "name: COST", "constraints: {minimum: .nan}, name: COST", "2360", 11),
    ("value: minimum above maximum", GOOD, "maximum: 40", "maximum: -1", "2361", 10),
    (
        "value: dates reversed",
        GOOD,
        BORN,
        BORN + ", constraints: {minimum: 2026-01-02, maximum: 2026-01-01}",
        "2361",
        7,
    ),
    ("value: lengths reversed", GOOD, '{enum: ["1", "2"]}', "{minLength: 3, maxLength: 2}", "2361", 9),
    ("pattern: not one", GOOD, '{enum: ["1", "2"]}', "{pattern: '('}", "2362", 9),
    ("pattern: breaks out", GOOD, '{enum: ["1", "2"]}', "{pattern: 'a)|(b'}", "2362", 9),
    ("pattern: look-ahead", GOOD, '{enum: ["1", "2"]}', "{pattern: '(?=a)a'}", "2362", 9),
    ("pattern: back reference", GOOD, '{enum: ["1", "2"]}', "{pattern: '(a)\\1'}", "2362", 9),
    ("pattern: set in a set", GOOD, '{enum: ["1", "2"]}', "{pattern: '[[a]'}", "2362", 9),
    ("pattern: a great many", GOOD, '{enum: ["1", "2"]}', "{pattern: 'a{99999999999}'}", "2362", 9),
    ("pattern: too long", GOOD, '{enum: ["1", "2"]}', "{pattern: " + "a" * 501 + "}", "2363", 9),
    ("pattern: explodes", GOOD, '{enum: ["1", "2"]}', "{pattern: '([a-z]+)+'}", "2368", 9),
    ("pattern: explodes by blanks", GOOD, '{enum: ["1", "2"]}', r"{pattern: '(?:\w+ ?)*'}", "2368", 9),
    ("pattern: explodes within bounds", GOOD, '{enum: ["1", "2"]}', "{pattern: '([^ ]*){1,50}x'}", "2368", 9),
    ("date: per cent sign", GOOD, BORN, BORN + ", format: '%d%%%m%Y'", "2364", 7),
    ("composite: of decimals", GOOD, "[SURNAME, BORN, SEX]", "[SURNAME, COST]", "2383", 17),
    (
        "treatment: constraint when dropped, beside a key",
        TABLES,
        "BORN, type: date, treatment: drop, justification: link}",
        "BORN, type: date, treatment: drop, justification: link}\n      - {name: NEXT, type: date, "
        "constraints: {required: true}, treatment: drop, justification: link}",
        "2331",
        11,
    ),
    ("date: no day", GOOD, BORN, BORN + ", format: '%Y-%m'", "2364", 7),
    ("date: two-digit year", GOOD, BORN, BORN + ", format: '%d-%m-%y'", "2364", 7),
    ("date: name of a month", GOOD, BORN, BORN + ", format: '%d %b %Y'", "2364", 7),
    ("date: twice a day", GOOD, BORN, BORN + ", format: '%d%d%m%Y'", "2364", 7),
    ("date: ends in a percent sign", GOOD, BORN, BORN + ", format: '%d%m%Y%'", "2364", 7),
    ("date: words", GOOD, BORN, BORN + ", format: DD-MM-YYYY", "2364", 7),
    ("encoding: unknown", GOOD, "{type: csv}", "{type: csv, encoding: utf-99}", "2365", 4),
    ("encoding: no text", GOOD, "{type: csv}", "{type: csv, encoding: rot13}", "2365", 4),
    ("position: missing", FIXED, ", position: [10, 1]", "", "2311", 7),
    ("position: one number", FIXED, "[10, 1]", "[10]", "2366", 7),
    ("position: begins at 0", FIXED, "[1, 9]", "[0, 9]", "2321", 6),
    ("position: overlaps", FIXED, "[10, 1]", "[9, 1]", "2367", 7),
    ("composite: unknown field", GOOD, "[SURNAME, BORN", "[SURNAMES, BORN", "2370", 17),
    ("composite: one field", GOOD, "[SURNAME, BORN, SEX]", "[SURNAME]", "2371", 17),
    ("composite: named as a field", GOOD, "name: LINK", "name: sex", "2372", 17),
    ("composite: of a number", GOOD, "[SURNAME, BORN, SEX]", "[SURNAME, BSN]", "2373", 17),
    (
        "composite: differs",
        TABLES,
        "    foreignKeys:\n      - {fields: [NR]",
        "    composites:\n"
        "      - {name: link, of: [SEEN, NR], treatment: pseudonymise, justification: x}\n"
        "    foreignKeys:\n      - {fields: [NR]",
        "2374",
        21,
    ),
    ("primary key: unknown", TABLES, "primaryKey: NR", "primaryKey: NUMBER", "2375", 6),
    ("foreign key: unknown field", TABLES, "{fields: [NR]", "{fields: [NUMBER]", "2375", 21),
    ("foreign key: unknown field there", TABLES, "fields: [NR]}}", "fields: [NUMBER]}}", "2375", 21),
    (
        "foreign key: unknown table",
        TABLES,
        "resource: patients, fields: [NR]",
        "resource: people, fields: [NR]",
        "2376",
        21,
    ),
    ("foreign key: other number", TABLES, "fields: [NR]}}", "fields: [NR, MOTHER]}}", "2377", 21),
    ("foreign key: other type", TABLES, "fields: [NR]}}", "fields: [BORN]}}", "2378", 21),
    (
        "foreign key: circle",
        TABLES,
        "{fields: MOTHER, reference: {resource: patients",
        "{fields: MOTHER, reference: {resource: visits",
        "2379",
        21,
    ),
    ("foreign key: to itself", TABLES, "{fields: MOTHER,", "{fields: NR,", "2380", 13),
    (
        "foreign key: no reference",
        TABLES,
        "{fields: MOTHER, reference: {resource: patients, fields: NR}}",
        "{fields: MOTHER}",
        "2311",
        13,
    ),
    ("table: twice", TABLES, "name: visits", "name: patients", "2381", 16),
    ("table: name with a capital", TABLES, "name: visits", "name: Visits", "2322", 16),
    ("table: nothing sent", TABLES, "treatment: seal", "treatment: drop", "2382", 16),
    ("table: none", TABLES, TABLES[TABLES.index("resources:") :], "resources: []", "2318", 4),
]
