-- One partnership of %(size)s codes. The probation office sees %(share)s percent of them: half are its own, half are what
-- the police have published. With everything = true the police own all (and see every row) and have published that share.
-- Codes lie in no order on the disk: neither by code, nor by owner, nor by group.
INSERT INTO partnerships_partnership (slug, name, brand, police_area, phase, emergency, about, origin, message, goals, contacts,
                                      links, secrecy_line, supervisor, supervisor_url)
VALUES (%(slug)s, %(slug)s, '', '', 'operative', '112', '', '', '[]', '[]', '[]', '[]', '', '', '');

WITH made AS (
    INSERT INTO auth_group (name)
    SELECT %(slug)s || ': ' || kind FROM unnest(ARRAY['police', 'probation', 'coordination']) kind
    RETURNING id, split_part(name, ': ', 2) AS kind
)
INSERT INTO partnerships_agency (group_ptr_id, partnership_id, kind, title, short_name, municipality, logs_in, leads, circle,
                                 keeps_dossiers, takes_requests)
SELECT made.id, p.id, kind, kind, kind, '', true, kind = 'coordination', 1, kind <> 'coordination', false
FROM made, partnerships_partnership p WHERE p.slug = %(slug)s;

CREATE TEMPORARY TABLE agency ON COMMIT DROP AS
SELECT a.group_ptr_id AS id, a.kind, p.id AS place
FROM partnerships_agency a JOIN partnerships_partnership p ON p.id = a.partnership_id WHERE p.slug = %(slug)s;

INSERT INTO partnerships_user (email, full_name, password, is_active, is_system, is_demo, date_joined, generation)
SELECT kind || '@' || %(slug)s || '.example', 'Prov ' || kind, '!', true, false, false, now(), 0 FROM agency;

INSERT INTO partnerships_affiliation (user_id, agency_id, role, title, starts_on, version, invited_as)
SELECT u.id, a.id, r.role, '', '2020-01-01', 1, ''
FROM agency a
JOIN partnerships_user u ON u.email = a.kind || '@' || %(slug)s || '.example'
JOIN (VALUES ('police', 'police_coordinator'), ('probation', 'probation_officer'), ('coordination', 'coordinator')) r (kind, role)
  ON r.kind = a.kind;

-- Thirty-two groups, as many as the wireframe's list; every one is open: codes hang on what everybody sees.
INSERT INTO groups_group (id, partnership_id, owner_id, reach, version, source_channel, name, kind, state, area, municipality, violence, summary,
                          next_step)
SELECT gen_random_uuid(), place, id, 1, 1, '', kind || ' ' || n, 'local', 'active', 'Norra', 'Norrby', 'medium', '', ''
FROM agency, generate_series(0, 15) n WHERE kind <> 'coordination';

CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT n, 100.0 * (row_number() OVER (ORDER BY md5(n || 'seen')) - 1) / %(size)s AS percent
FROM generate_series(0, %(size)s - 1) n ORDER BY md5(n || 'disk');

WITH codes AS (
    SELECT n, CASE WHEN percent < %(share)s / 2.0 AND NOT %(everything)s THEN 'probation' ELSE 'police' END AS kind,
           CASE WHEN percent < %(share)s AND (%(everything)s OR percent >= %(share)s / 2.0) THEN 1 ELSE 0 END AS reach
    FROM drawn
)
INSERT INTO groups_personcode (id, partnership_id, owner_id, reach, version, code, group_id)
SELECT gen_random_uuid(), g.partnership_id, g.owner_id, c.reach, 1,
       (ARRAY['Lönn','Björk','Ek','Ask','Alm','Hassel','Rönn','Sälg','Tall','Gran',
              'En','Lind','Al','Asp','Avenbok','Bok','Idegran','Oxel','Pil','Äpple'])[c.n %% 20 + 1] || ' ' || (c.n / 20 + 10),
       g.id
FROM codes c JOIN agency a ON a.kind = c.kind
JOIN groups_group g ON g.owner_id = a.id AND g.name = c.kind || ' ' || (c.n / 7 %% 16);

INSERT INTO groups_dossier (id, partnership_id, owner_id, reach, version, given_name, family_name, alias, national_id,
                            national_id_key, birth_year, municipality, protected, individual_id)
SELECT gen_random_uuid(), i.partnership_id, i.owner_id, 0, 1, 'Kim', 'Lindgren', '', '', '', 2001, 'Norrby', false, i.id
FROM groups_personcode i WHERE %(named)s AND i.partnership_id = (SELECT place FROM agency LIMIT 1);
