-- %(handed)s disclosures of one person each, by the police: of ten one is in use at the probation office, eight went there
-- and are over, one is in use at the coordination. Those in use are about codes that probation sees and holds no name of.
CREATE TEMPORARY TABLE given ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, n, n %% 10 AS which,
       CASE WHEN n %% 10 = 9 THEN 'coordination' ELSE 'probation' END AS kind,
       now() + CASE WHEN n %% 10 IN (0, 9) THEN interval '10 days' ELSE interval '-10 days' END AS until
FROM generate_series(0, %(handed)s - 1) n;

INSERT INTO disclosures_disclosure (id, partnership_id, owner_id, reach, version, receiver_id, valid_until, readable_until,
    purpose, fields, people, ground_id, ground_confirmed, reasons, decided_by, decided_at, ended_as, decided_until)
SELECT g.id, o.place, o.id, 0, 1, r.id, g.until, g.until, 'Prov', '{given_name,family_name}', 1,
       (SELECT min(id) FROM disclosures_legalground), true, '', 'chef', now() - g.n * interval '1 minute', '', g.until
FROM given g JOIN agency o ON o.kind = 'police' JOIN agency r ON r.kind = g.kind ORDER BY md5(g.n::text);

WITH codes AS (
    SELECT i.id, i.code, row_number() OVER (ORDER BY i.code) - 1 AS n, count(*) OVER () AS many
    FROM groups_personcode i JOIN agency a ON a.id = i.owner_id AND a.kind = 'police' WHERE i.reach > 0
)
INSERT INTO disclosures_disclosedrecord (id, partnership_id, owner_id, reach, version, receiver_id, valid_until, readable_until,
    disclosure_id, about, code, facts)
SELECT gen_random_uuid(), o.place, o.id, 0, 1, r.id, g.until, g.until, g.id, c.id, c.code,
       '{"given_name": "Kim", "family_name": "Lindgren"}'
FROM given g JOIN agency o ON o.kind = 'police' JOIN agency r ON r.kind = g.kind
JOIN codes c ON c.n = (g.n / 10) %% c.many ORDER BY md5(g.n::text);
