"""The provinces of Thailand by their Thai names, in Latin letters."""

PROVINCES = dict(
    pair.split("=")
    for pair in (
        "กระบี่=Krabi กรุงเทพมหานคร=Bangkok กาญจนบุรี=Kanchanaburi กาฬสินธุ์=Kalasin "
        "กำแพงเพชร=Kamphaeng_Phet ขอนแก่น=Khon_Kaen จันทบุรี=Chanthaburi ฉะเชิงเทรา=Chachoengsao "
        "ชลบุรี=Chon_Buri ชัยนาท=Chai_Nat ชัยภูมิ=Chaiyaphum ชุมพร=Chumphon เชียงราย=Chiang_Rai "
        "เชียงใหม่=Chiang_Mai ตรัง=Trang ตราด=Trat ตาก=Tak นครนายก=Nakhon_Nayok "
        "นครปฐม=Nakhon_Pathom นครพนม=Nakhon_Phanom นครราชสีมา=Nakhon_Ratchasima "
        "นครศรีธรรมราช=Nakhon_Si_Thammarat นครสวรรค์=Nakhon_Sawan นนทบุรี=Nonthaburi "
        "นราธิวาส=Narathiwat น่าน=Nan บึงกาฬ=Bueng_Kan บุรีรัมย์=Buri_Ram ปทุมธานี=Pathum_Thani "
        "ประจวบคีรีขันธ์=Prachuap_Khiri_Khan ปราจีนบุรี=Prachin_Buri ปัตตานี=Pattani "
        "พระนครศรีอยุธยา=Phra_Nakhon_Si_Ayutthaya พะเยา=Phayao พังงา=Phangnga พัทลุง=Phatthalung "
        "พิจิตร=Phichit พิษณุโลก=Phitsanulok เพชรบุรี=Phetchaburi เพชรบูรณ์=Phetchabun แพร่=Phrae "
        "ภูเก็ต=Phuket มหาสารคาม=Maha_Sarakham มุกดาหาร=Mukdahan แม่ฮ่องสอน=Mae_Hong_Son "
        "ยโสธร=Yasothon ยะลา=Yala ร้อยเอ็ด=Roi_Et ระนอง=Ranong ระยอง=Rayong ราชบุรี=Ratchaburi "
        "ลพบุรี=Lop_Buri ลำปาง=Lampang ลำพูน=Lamphun เลย=Loei ศรีสะเกษ=Si_Sa_Ket "
        "สกลนคร=Sakon_Nakhon สงขลา=Songkhla สตูล=Satun สมุทรปราการ=Samut_Prakan "
        "สมุทรสงคราม=Samut_Songkhram สมุทรสาคร=Samut_Sakhon สระแก้ว=Sa_Kaeo สระบุรี=Saraburi "
        "สิงห์บุรี=Sing_Buri สุโขทัย=Sukhothai สุพรรณบุรี=Suphan_Buri สุราษฎร์ธานี=Surat_Thani "
        "สุรินทร์=Surin หนองคาย=Nong_Khai หนองบัวลำภู=Nong_Bua_Lam_Phu อ่างทอง=Ang_Thong "
        "อำนาจเจริญ=Amnat_Charoen อุดรธานี=Udon_Thani อุตรดิตถ์=Uttaradit อุทัยธานี=Uthai_Thani "
        "อุบลราชธานี=Ubon_Ratchathani"
    ).split()
)
PROVINCES = {thai: latin.replace("_", " ") for thai, latin in PROVINCES.items()}
